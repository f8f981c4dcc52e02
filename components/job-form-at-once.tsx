"use client";

import { useFormContext } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { Field } from "./ui/field";
import { Input } from "./ui/input";

/** How many tasks may be active at a time. */
export function AtOnceField({ fromRange = null }: { fromRange?: number | null }) {
  const { register, formState } = useFormContext<JobSpec>();
  return (
    <Field label="At a time" htmlFor="tasks-at-once" optional error={formState.errors.tasks?.atOnce?.message} hint="Empty: as many as the host gives.">
      <Input {...register("tasks.atOnce")} placeholder={fromRange === null ? undefined : String(fromRange)} inputMode="numeric" autoComplete="off" />
    </Field>
  );
}
