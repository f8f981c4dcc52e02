import { AppError } from "@/lib/domain/errors";
import type { Job } from "@/lib/domain/job";
import type { Task } from "@/lib/domain/task";
import type { Arrival } from "@/lib/schedulers/arrival";
import type { BatchScheduler, BatchSubmission } from "@/lib/schedulers/batch-scheduler";
import { batchScheduler } from "@/lib/schedulers/batch-schedulers";
import { batchScript, directivesIn } from "@/lib/schedulers/batch-script";
import { batchSubmit } from "@/lib/schedulers/batch-submit";
import { batchFiles } from "@/lib/schedulers/batch-wrapper";
import { taskPlaceOf } from "@/lib/schedulers/prevent-tasks";
import { newsFolderOf } from "@/lib/schedulers/read-news";
import type { ControlFile, JobPlace } from "@/lib/schedulers/scheduler";
import type { Transport } from "@/lib/transport/transport";
import { advance } from "../advance";
import { planLook } from "../later";
import type { Attempt, Services } from "../services";
import { ask } from "./ask";
import type { NativeDependencies } from "./dependencies";
import { nonceOf } from "./nonce-of";

const second = 1_000;
/** A look by the nonce proves absence only when the scheduler has had this time to write down what it took. */
const settleMs = 20 * second;
/** After it, a submission command that cannot be seen has certainly ended. */
const longestSubmission = 15 * 60 * second;

/** Gives a job to its host's batch system, at most once however often it is called. */
export async function handToQueue(services: Services, transport: Transport, job: Job, place: JobPlace, attempt: Attempt, arrivals: readonly Arrival[], dependencies: NativeDependencies): Promise<void> {
  const scheduler = batchScheduler(job.scheduler);
  const tasks = services.jobs.tasks(job.id);
  const script = job.batchScript ?? batchScript(scheduler, { ...job, parameters: (tasks[0]?.parameters ?? []).map(({ name }) => name) });
  const newsFolder = newsFolderOf(await transport.home(), job.hostId);
  const files = batchFiles({ job, place, newsFolder, batchScript: script, tasks });
  const base = { job, place, directives: directivesIn(scheduler, script), dependencies, held: false };

  if (tasks.length > 0 && scheduler.arrays === null) {
    await handInPieces(services, transport, { scheduler, job, attempt, arrivals, files, tasks, base });
    return;
  }
  const submission = { ...base, nonce: nonceOf(attempt), tasks: tasks.length > 0 ? { indexes: tasks.map(({ index }) => index), atOnce: job.tasksAtOnce } : null };
  const nativeId = await handIn(services, transport, { scheduler, job, attempt, arrivals, files, submission, folder: `submit-${attempt.number}` });
  await advance(services, job.id, { to: "queued" }, () => services.jobs.setStarted(job.id, nativeId, services.now()));
  await planLook(services, job.hostId, 2 * second);
}

interface Pieces {
  scheduler: BatchScheduler;
  job: Job;
  attempt: Attempt;
  arrivals: readonly Arrival[];
  files: readonly ControlFile[];
  tasks: readonly Task[];
  base: Omit<BatchSubmission, "nonce" | "tasks">;
}

/** A batch system without arrays gets a job of its own for each task. */
async function handInPieces(services: Services, transport: Transport, { base, tasks, ...rest }: Pieces): Promise<void> {
  const { job, attempt } = rest;
  for (const { index, nativeId: known } of tasks) {
    if (known !== null) continue;
    if (services.jobs.get(job.id).cancelRequestedAt) return; // `cancelJob` waits for its turn
    const submission = { ...base, nonce: `${nonceOf(attempt).slice(0, 10)}x${index}`, tasks: null, task: index };
    const nativeId = await handIn(services, transport, { ...rest, submission, folder: `submit-${attempt.number}-${index}` });
    services.jobs.noteTasks(job.id, [{ index, nativeId }]);
    services.jobs.moveTasks(job.id, [{ index, state: "queued" }], services.now());
  }
  await advance(services, job.id, { to: "queued" }, () => services.jobs.setStarted(job.id, "", services.now()));
  await planLook(services, job.hostId, 2 * second);
}

interface HandIn {
  scheduler: BatchScheduler;
  job: Job;
  attempt: Attempt;
  arrivals: readonly Arrival[];
  files: readonly ControlFile[];
  submission: BatchSubmission;
  folder: string;
}

async function handIn(services: Services, transport: Transport, { scheduler, job, attempt, arrivals, files, submission, folder }: HandIn): Promise<string> {
  const all = [...files, ...scheduler.render(submission)];
  const start = batchSubmit({ scheduler, submission, folder, arrivals, files: all });
  const answer = await ask(services, transport, { hostId: job.hostId, what: "submit", jobs: 1, call: start }, { timeoutMs: 180_000, asIs: true });
  if (answer.outcome === "submitted") return answer.nativeId;
  if (answer.outcome === "prevented") throw new AppError("remote", "An earlier try to start it was given up. Submit it again.");

  const found = await ask(services, transport, { hostId: job.hostId, what: "find", jobs: 1, call: scheduler.find(submission.nonce, attempt.beganAt) });
  if (found.nativeId !== null) {
    services.jobs.addEvent(job.id, "note", `The answer to the submission was lost. The job was found again in the queue as ${found.nativeId}.`, services.now());
    return found.nativeId;
  }
  // Where no accounting can be asked, a job that has left the queue has begun, and the wrapper's own files tell.
  const hasBegun = !found.isCertain && (await beganOnHost(transport, submission));
  if (hasBegun) {
    services.jobs.addEvent(job.id, "note", "The answer to the submission was lost. The job was found again by what it left in its folder.", services.now());
    return "";
  }
  const age = services.now().getTime() - attempt.beganAt.getTime();
  if (age > settleMs && (answer.isOver || age > longestSubmission)) {
    services.jobs.giveUpAttempt(job.id, "The scheduler never took it.");
    services.jobs.addEvent(job.id, "note", "The scheduler never took the job: it is handed in anew.", services.now());
    throw new AppError("unreachable", "The batch system did not take the job; it is handed in anew.", { retryAfterMs: second });
  }
  throw new AppError("unreachable", "It is not certain yet whether the batch system took the job, so it is asked again before anything else.", { retryAfterMs: 10 * second });
}

async function beganOnHost(transport: Transport, { place, task, tasks }: BatchSubmission): Promise<boolean> {
  const indexes = task === undefined ? (tasks?.indexes ?? []) : [task];
  const places = indexes.length === 0 ? [place] : indexes.map((index) => taskPlaceOf(place, index));
  const ids = await transport.readRanges(places.map(({ control }) => ({ path: `${control}/id`, offset: 0, limit: 0 })));
  return ids.some((id) => id !== null);
}
