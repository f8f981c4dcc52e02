import { parseArguments } from "@/lib/domain/arguments";
import { AppError } from "@/lib/domain/errors";
import type { FileId, HostId, JobId, UploadId, UserId } from "@/lib/domain/ids";
import { formFieldOf, problemsWithOffers, unheardWords } from "@/lib/domain/check-offers";
import type { Host } from "@/lib/domain/host";
import type { Job } from "@/lib/domain/job";
import { noResources } from "@/lib/domain/resources";
import { batchScheduler } from "@/lib/schedulers/batch-schedulers";
import { unheardResources } from "@/lib/schedulers/unheard-resources";
import { requestOf } from "@/lib/schedulers/effective-request";
import type { JobSpec } from "@/lib/domain/job-spec";
import { chooseInterpreter, normaliseScript } from "@/lib/domain/script";
import { asksNothing, resourcesOf } from "@/lib/domain/resources-spec";
import { readTasks } from "@/lib/domain/tasks-spec";
import { parseWalltime } from "@/lib/domain/walltime";
import type { BatchPart, Desk, NewJob } from "@/lib/store/desk";

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
    batch: batchPartOf(spec),
  };
}

function batchPartOf(spec: JobSpec): BatchPart {
  const read = readTasks(spec.tasks);
  if (!read.ok) throw new AppError("invalid", read.problem, { field: `tasks.${spec.tasks.kind}` });
  const resources = resourcesOf(spec.resources);
  return {
    scheduler: spec.scheduler,
    resources: asksNothing(resources) ? null : resources,
    batchScript: spec.batchScript === null ? null : normaliseScript(spec.batchScript),
    tasks: read.tasks,
    tasksAtOnce: read.atOnce,
    dependencies: spec.dependencies.map(({ onJobId, condition }) => ({ onJobId: onJobId as JobId, condition })),
  };
}

/**
 * Writes the job down, once for each submission key. Rejects with `conflict` on the field `submissionKey` when that key
 * already made a job and the form was changed since: the next try needs a new key.
 */
export function createJob(desk: Pick<Desk, "hosts" | "jobs">, owner: UserId, spec: JobSpec, at: Date): { job: Job; created: boolean } {
  const host = desk.hosts.find(owner, spec.hostId as HostId);
  if (!host) {
    throw new AppError("not_found", "This host is no longer there: choose another one.", { field: "hostId" });
  }
  const wanted = newJobOf(spec);
  checkBatchPart(desk, owner, host, spec, wanted);
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

/** What host and scheduler would refuse is refused here, beside its field. */
function checkBatchPart(desk: Pick<Desk, "jobs">, owner: UserId, host: Host, spec: JobSpec, { script, walltimeSeconds, batch }: NewJob): void {
  for (const [index, { onJobId }] of (batch?.dependencies ?? []).entries()) {
    if (!desk.jobs.find(owner, onJobId)) throw new AppError("invalid", "This job is no longer there: choose another, or none.", { field: `dependencies.${index}.onJobId` });
  }
  if (spec.scheduler === "shell") return;
  const language = batchScheduler(spec.scheduler);
  const request = requestOf(language, { script, batchScript: batch?.batchScript ?? null, resources: batch?.resources ?? noResources, walltimeSeconds });
  const [unheard] = !batch?.batchScript ? unheardResources(language, request) : [];
  if (unheard) throw new AppError("invalid", unheardWords(spec.scheduler), { field: `resources.${unheard}` });
  if (!host.offers || host.offers.scheduler !== spec.scheduler) return;
  const [problem] = problemsWithOffers(host.offers, request.resources, request.walltimeSeconds, batch?.tasks.length ?? 0);
  if (problem) throw new AppError("invalid", problem.message, { field: formFieldOf(problem.field, spec) });
}

function isSame(job: Job, wanted: NewJob): boolean {
  const essence = ({ hostId, name, description, scriptName, script, interpreter, arguments: words, environment, walltimeSeconds, mailWish }: Job | NewJob) =>
    JSON.stringify([hostId, name, description, scriptName, script, interpreter, words, environment.map(({ name, value }) => [name, value]), walltimeSeconds, mailWish]);
  const { scheduler, resources, batchScript, tasks } = wanted.batch ?? { scheduler: "shell", resources: null, batchScript: null, tasks: [] };
  const isSameBatch =
    job.scheduler === scheduler && job.batchScript === batchScript && job.taskCount === tasks.length && JSON.stringify(job.resources) === JSON.stringify(resources);
  return isSameBatch && essence(job) === essence(wanted);
}
