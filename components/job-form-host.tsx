"use client";

import Link from "next/link";
import type { ChangeEvent } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { usualScheduler, type HostOption } from "./job-form-start";
import { SchedulerField } from "./job-form-scheduler";
import { Badge } from "./ui/badge";
import { Field } from "./ui/field";
import { Select } from "./ui/input";

/** Which host runs the job, and how it is. */
export function HostField({ hosts }: { hosts: readonly HostOption[] }) {
  const { control, register, setValue, formState } = useFormContext<JobSpec>();
  const hostId = useWatch({ control, name: "hostId" });
  const host = hosts.find(({ id }) => id === hostId);

  const hint = (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {host && (
        <>
          <Badge tone={host.tone} dot>
            {host.words}
          </Badge>
          <Link href={`/hosts/${host.id}`} className="underline underline-offset-2 hover:text-ink">
            {host.where}
          </Link>
        </>
      )}
      <Link href="/hosts/new" className="underline underline-offset-2 hover:text-ink">
        Add a host
      </Link>
      {host?.problem && <span className="w-full text-warn">{host.problem}</span>}
    </span>
  );

  // The batch system is the host's own: with another host goes another.
  function chooseScheduler(id: string) {
    setValue("scheduler", usualScheduler(hosts.find((each) => each.id === id)), { shouldDirty: true });
  }

  return (
    <div className="flex flex-col gap-4">
      <Field label="Host" htmlFor="hostId" error={formState.errors.hostId?.message} hint={hint}>
        <Select {...register("hostId", { onChange: (event: ChangeEvent<HTMLSelectElement>) => chooseScheduler(event.target.value) })}>
          <option value="">Choose a host</option>
          {hosts.map((each) => (
            <option key={each.id} value={each.id}>
              {[each.name, ...(each.where.toLowerCase() === each.name.toLowerCase() ? [] : [each.where])].join(" · ")} ({each.words.toLowerCase()})
            </option>
          ))}
        </Select>
      </Field>
      {host?.batch && <SchedulerField batch={host.batch} />}
    </div>
  );
}
