"use client";

import Link from "next/link";
import { useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import type { HostOption } from "./job-form-start";
import { Badge } from "./ui/badge";
import { Field } from "./ui/field";
import { Select } from "./ui/input";

/** Which host runs the job, and how it is. */
export function HostField({ hosts }: { hosts: readonly HostOption[] }) {
  const { control, register, formState } = useFormContext<JobSpec>();
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

  return (
    <Field label="Host" htmlFor="hostId" error={formState.errors.hostId?.message} hint={hint}>
      <Select {...register("hostId")}>
        <option value="">Choose a host</option>
        {hosts.map((each) => (
          <option key={each.id} value={each.id}>
            {[each.name, ...(each.where.toLowerCase() === each.name.toLowerCase() ? [] : [each.where])].join(" · ")} ({each.words.toLowerCase()})
          </option>
        ))}
      </Select>
    </Field>
  );
}
