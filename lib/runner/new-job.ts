import { parseArguments } from "@/lib/domain/arguments";
import { AppError } from "@/lib/domain/errors";
import type { FileId, HostId, JobId, UploadId, UserId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import type { JobSpec } from "@/lib/domain/job-spec";
import { chooseInterpreter, normaliseScript } from "@/lib/domain/script";
import { parseWalltime } from "@/lib/domain/walltime";
import type { Desk, NewJob } from "@/lib/store/desk";

/** A checked spec as the store takes it. */
export function newJobOf(spec: JobSpec): NewJob {
  const words = parseArguments(spec.arguments);
  if (!words.ok) throw new AppError("invalid", words.problem, { field: "arguments" });

  const script = normaliseScript(spec.script);
  const choice = chooseInterpreter(spec.scriptName, script, spec.interpreter);
  if (!choice.ok) throw new AppError("invalid", choice.problem, { field: "interpreter" });

  return {
    submissionKey: spec.submissionKey,
    hostId: spec.hostId as HostId,
    name: spec.name || spec.scriptName,
    description: spec.description,
    scriptName: spec.scriptName,
    script,
    interpreter: choice.interpreter,
    arguments: words.arguments,
    environment: spec.environment,
    workingDirectory: spec.workingDirectory,
    walltimeSeconds: spec.walltime === "" ? null : parseWalltime(spec.walltime),
    mailWish: spec.mailWish,
    inputs: spec.inputs.map(({ uploadId, path }) => ({ uploadId: uploadId as UploadId, path })),
    keptInputs: spec.keptInputs.map(({ fileId }) => fileId as FileId),
    resubmittedFrom: spec.resubmittedFrom as JobId | null,
  };
}

/**
 * Writes the job down, once for each submission key. Rejects with `conflict` on the field `submissionKey` when that key
 * already made a job and the form was changed since: the next try needs a new key.
 */
export function createJob(desk: Pick<Desk, "hosts" | "jobs">, owner: UserId, spec: JobSpec, at: Date): { job: Job; created: boolean } {
  if (!desk.hosts.find(owner, spec.hostId as HostId)) {
    throw new AppError("not_found", "This host is no longer there: choose another one.", { field: "hostId" });
  }
  const wanted = newJobOf(spec);
  const answer = desk.jobs.create(owner, wanted, at);
  if (!answer.created && !isSame(answer.job, wanted)) {
    throw new AppError(
      "conflict",
      `This form was already sent, before your last changes, and became the job “${answer.job.name}”. Submit again to make one more job with the changes.`,
      { field: "submissionKey" },
    );
  }
  return answer;
}

function isSame(job: Job, wanted: NewJob): boolean {
  const essence = ({ hostId, name, description, scriptName, script, interpreter, arguments: words, environment, walltimeSeconds, mailWish }: Job | NewJob) =>
    JSON.stringify([hostId, name, description, scriptName, script, interpreter, words, environment.map(({ name, value }) => [name, value]), walltimeSeconds, mailWish]);
  return essence(job) === essence(wanted);
}
