"use client";

import { useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { formatWalltime, parseWalltime, writeWalltime } from "@/lib/domain/walltime";
import { AskedNote } from "./job-resources-note";
import type { BatchForm } from "./use-batch-check";
import { Field } from "./ui/field";
import { Input } from "./ui/input";

/** How long the job may run; with a batch system, by its queue's limits. */
export function WalltimeField({ batch }: { batch: BatchForm | null }) {
  const { control, register, formState } = useFormContext<JobSpec>();
  const walltime = useWatch({ control, name: "walltime" });
  const seconds = walltime.trim() === "" ? null : parseWalltime(walltime);
  const asked = batch?.asked("walltime") ?? null;
  const queue = batch?.check.queue ?? null;
  const usual = queue?.defaultWalltimeSeconds ?? null;
  const most = queue?.maxWalltimeSeconds ?? null;

  return (
    <Field
      label="Walltime"
      htmlFor="walltime"
      optional
      error={batch ? batch.problem("walltime") : formState.errors.walltime?.message}
      hint={
        <>
          {seconds ? `Stopped after ${formatWalltime(seconds)}. ` : asked ? null : batch ? emptyWords(usual) : "Such as 45m, 2h or 1-12:00:00. Empty: no limit."}
          {most !== null && `${queue?.name} allows ${formatWalltime(most)}. `}
          <AskedNote asked={asked} isEmpty={walltime.trim() === ""} />
        </>
      }
    >
      <Input {...register("walltime")} placeholder={asked?.words ?? (usual === null ? "2h" : writeWalltime(usual))} autoComplete="off" spellCheck={false} autoCapitalize="off" />
    </Field>
  );
}

function emptyWords(usual: number | null): string {
  return usual === null ? "Such as 45m, 2h or 1-12:00:00. Empty: as the host gives. " : `Empty: the queue's ${formatWalltime(usual)}. `;
}
