"use client";

import { useEffect, useMemo } from "react";
import { get, useFormContext, useWatch, type FieldPath } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { noResources } from "@/lib/domain/resources";
import { readTasks } from "@/lib/domain/tasks-spec";
import { parseWalltime } from "@/lib/domain/walltime";
import { checkBatch, type BatchCheck } from "./batch-check";
import { batchLanguage } from "./batch-language";
import type { HostBatch, HostOption } from "./job-form-start";
import { scriptAsks, type Asked, type AskedField } from "./script-asks";

export interface BatchForm {
  batch: HostBatch;
  check: BatchCheck;
  /** What the script itself asks for a field. */
  asked(field: AskedField): Asked | null;
  /** The sentence beside a field: what is wrong with it by itself, else what the host would refuse. */
  problem(field: FieldPath<JobSpec>): string | undefined;
}

/** The form's batch part with what script and host say about it; null while the job starts on the host itself. */
export function useBatchForm(host: HostOption | undefined): BatchForm | null {
  const { control, clearErrors, formState } = useFormContext<JobSpec>();
  const { errors } = formState;
  const [scheduler, script, batchScript, walltime, resources, tasks] = useWatch({ control, name: ["scheduler", "script", "batchScript", "walltime", "resources", "tasks"] });
  const taskCount = useTaskCount(tasks);
  const language = batchLanguage(scheduler);
  const batch = host?.batch?.kind === scheduler ? host.batch : null;
  const asks = useMemo(() => scriptAsks(language, script), [language, script]);

  // A refusal by the server was about the form as it was.
  useEffect(() => {
    for (const field of refusedFields(errors)) clearErrors(field);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a change of what was refused takes the refusal back
  }, [walltime, resources, tasks, scheduler, clearErrors]);

  if (!batch) return null;
  const asked = { script, batchScript, walltime, resources, tasks };
  const check = language ? checkBatch(language, batch.offers, asked, taskCount) : withoutLanguage(walltime);
  return {
    batch,
    check,
    asked: (field) => asks.fields[field] ?? null,
    problem: (field) => (get(errors, field) as { message?: string } | undefined)?.message ?? check.problems[field],
  };
}

function useTaskCount({ kind, range, table }: JobSpec["tasks"]): number {
  return useMemo(() => {
    const read = readTasks({ kind, range, table, atOnce: "" });
    return read.ok ? read.tasks.length : 0;
  }, [kind, range, table]);
}

function withoutLanguage(walltime: string): BatchCheck {
  const request = { resources: noResources, walltimeSeconds: walltime.trim() === "" ? null : parseWalltime(walltime), fromScript: {} };
  return { request, queue: null, problems: {} };
}

function refusedFields(errors: object): FieldPath<JobSpec>[] {
  const { walltime, resources = {}, tasks = {} } = errors as { walltime?: object; resources?: object; tasks?: object };
  const all = [["walltime", walltime], ...Object.entries(resources).map(([name, error]) => [`resources.${name}`, error]), ...Object.entries(tasks).map(([name, error]) => [`tasks.${name}`, error])];
  return all.filter(([, error]) => (error as { type?: string } | undefined)?.type === "server").map(([name]) => name as FieldPath<JobSpec>);
}
