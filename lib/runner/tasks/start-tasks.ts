import { AppError, isFaultOfHost, messageOf } from "@/lib/domain/errors";
import type { Job } from "@/lib/domain/job";
import type { Task } from "@/lib/domain/task";
import type { Arrival } from "@/lib/schedulers/arrival";
import { taskPlaceOf } from "@/lib/schedulers/prevent-tasks";
import type { JobPlace } from "@/lib/schedulers/scheduler";
import { shell } from "@/lib/schedulers/shell";
import { call, type Transport } from "@/lib/transport/transport";
import { planLook } from "../later";
import { programOf } from "../program-of";
import { plainBody } from "../plain-body";
import { concludeTasks } from "../queue/conclude-tasks";
import type { Services } from "../services";

/** Tasks that a plain host runs at a time where the person chose no number. */
const usualAtOnce = 4;

/** Starts tasks of a job on a plain host, each once, as many as may be active; a later look starts the next ones. */
export async function startTasks(services: Services, transport: Transport, job: Job, place: JobPlace, arrivals: readonly Arrival[]): Promise<void> {
  const open = services.jobs.unfinishedTasks(job.id);
  const free = (job.tasksAtOnce ?? usualAtOnce) - open.filter(({ state }) => state === "active").length;
  let toCome = arrivals;
  for (const task of open.filter(({ state }) => state === "new").slice(0, Math.max(0, free))) {
    if (services.jobs.get(job.id).cancelRequestedAt) return; // `cancelJob` waits for its turn
    await startTask(services, transport, job, place, task, toCome);
    toCome = [];
  }
  await concludeTasks(services, job);
  await planLook(services, job.hostId, 1_000);
}

async function startTask(services: Services, transport: Transport, job: Job, place: JobPlace, task: Task, arrivals: readonly Arrival[]): Promise<void> {
  const own = taskPlaceOf(place, task.index);
  await transport.makeDirectory(own.control);
  const environment = [...job.environment, ...task.parameters, { name: "SQMPY_TASK", value: String(task.index) }];
  const files = shell.render({ ...job, environment, arguments: job.arguments.map((word) => withValues(word, task)), body: plainBody(job, task.parameters) }, own);
  try {
    const answer = await call(transport, shell.submit(own, programOf(job), arrivals, files), { timeoutMs: 120_000 });
    if (answer.outcome === "started") {
      services.jobs.moveTasks(job.id, [{ index: task.index, state: "active", nativeId: answer.nativeId, startedAt: answer.at }], services.now());
    } else if (answer.outcome === "prevented") {
      services.jobs.moveTasks(job.id, [{ index: task.index, state: "canceled", endReason: "canceled", endedAt: services.now() }], services.now());
    } else {
      services.jobs.noteTasks(job.id, [{ index: task.index, silence: "Its lock is taken on the host, but its process left no id." }]);
    }
  } catch (error) {
    if (!(error instanceof AppError) || isFaultOfHost(error)) throw error;
    await refuseTask(services, transport, job, own, task, error);
  }
  services.live.publish({ kind: "changed", jobId: job.id });
}

/** The host refused the task. It has failed only once it is certain that nothing can start it any more. */
async function refuseTask(services: Services, transport: Transport, job: Job, place: JobPlace, { index }: Task, refusal: AppError): Promise<void> {
  const proof = await call(transport, shell.prevent(place));
  if (proof !== "prevented") throw new AppError("unreachable", refusal.message, { cause: refusal });
  services.jobs.moveTasks(job.id, [{ index, state: "failed", endReason: "submit", endedAt: services.now(), queueReason: messageOf(refusal) }], services.now());
}

/** `{name}` in an argument is the task's own value. */
function withValues(word: string, { parameters }: Task): string {
  return parameters.reduce((text, { name, value }) => text.replaceAll(`{${name}}`, value), word);
}
