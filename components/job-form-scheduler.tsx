"use client";

import { Layers, Terminal } from "lucide-react";
import { useController, useFormContext } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { schedulerNames } from "@/lib/domain/scheduler-kind";
import type { HostBatch } from "./job-form-start";
import { Choice } from "./ui/choice";

/** On a host with a batch system: whether that starts the job, or the host itself. */
export function SchedulerField({ batch }: { batch: HostBatch }) {
  const { control } = useFormContext<JobSpec>();
  const { field } = useController({ control, name: "scheduler" });

  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium text-ink">Started by</legend>
      <div className="grid gap-2.5 sm:grid-cols-2">
        <Choice
          name="scheduler"
          value={batch.kind}
          checked={field.value === batch.kind}
          onChange={() => field.onChange(batch.kind)}
          icon={<Layers aria-hidden />}
          label={[schedulerNames[batch.kind], batch.version].filter(Boolean).join(" ")}
          description="Its batch system, on its nodes"
        />
        <Choice
          name="scheduler"
          value="shell"
          checked={field.value === "shell"}
          onChange={() => field.onChange("shell")}
          icon={<Terminal aria-hidden />}
          label="The host itself"
          description="At once, on the login node: short and small things only"
        />
      </div>
    </fieldset>
  );
}
