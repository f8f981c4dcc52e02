import { AppError } from "@/lib/domain/errors";
import type { JobId, UserId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import type { Task } from "@/lib/domain/task";
import type { BatchPart, Desk } from "@/lib/store/desk";
import { isOwnDirectory } from "./own-directory";

interface Resubmission {
  submissionKey: string;
  at: Date;
  /** Of a job of many tasks, these alone; absent: all. */
  onlyTasks?: readonly number[];
}

/** The same job again, with the inputs of the first, as a new Job. The same submission key answers the same new job. */
export function resubmitJob(desk: Pick<Desk, "hosts" | "jobs">, owner: UserId, id: JobId, { submissionKey, at, onlyTasks }: Resubmission): { job: Job; created: boolean } {
  const old = desk.jobs.find(owner, id);
  if (!old) throw new AppError("not_found", "This job is no longer there.");
  if (!desk.hosts.find(owner, old.hostId)) {
    throw new AppError("not_found", `The host “${old.hostName}” was removed: choose “Edit and resubmit” and pick another one.`);
  }
  const inputs = desk.jobs.files(owner, id).filter((file) => file.kind === "input");

  return desk.jobs.create(
    owner,
    {
      submissionKey,
      hostId: old.hostId,
      name: old.name,
      description: old.description,
      scriptName: old.scriptName,
      script: old.script,
      interpreter: [...old.interpreter],
      arguments: [...old.arguments],
      environment: [...old.environment],
      workingDirectory: isOwnDirectory(old) ? "" : old.workingDirectory,
      walltimeSeconds: old.walltimeSeconds,
      mailWish: old.mailWish,
      inputs: [],
      keptInputs: inputs.map((file) => file.id),
      resubmittedFrom: old.id,
      batch: batchPartOf(desk, owner, old, onlyTasks),
    },
    at,
  );
}

/** Tasks that are run again wait for nobody: what they waited for has been. */
function batchPartOf(desk: Pick<Desk, "jobs">, owner: UserId, old: Job, onlyTasks: readonly number[] | undefined): BatchPart {
  const { scheduler, resources, batchScript, tasksAtOnce } = old;
  const dependencies = onlyTasks ? [] : desk.jobs.dependencies(owner, old.id).filter(({ state }) => state !== null);
  return {
    scheduler,
    resources,
    batchScript,
    tasks: chosen(desk.jobs.tasks(owner, old.id), onlyTasks).map(({ index, parameters }) => ({ index, parameters })),
    tasksAtOnce,
    dependencies: dependencies.map(({ onJobId, condition }) => ({ onJobId, condition })),
  };
}

function chosen(tasks: readonly Task[], only: readonly number[] | undefined): readonly Task[] {
  if (!only) return tasks;
  const wanted = new Set(only);
  const found = tasks.filter(({ index }) => wanted.has(index));
  if (found.length === 0) throw new AppError("invalid", "None of these tasks belongs to the job: load the page anew.");
  return found;
}
