import type { Evidence } from "@/lib/domain/evidence";
import { finalStateOf, reconcile } from "@/lib/domain/reconcile";
import type { Task } from "@/lib/domain/task";
import { taskPlaceOf } from "@/lib/schedulers/prevent-tasks";
import { readExitRecord } from "@/lib/schedulers/read-records";
import { placeOf } from "@/lib/schedulers/scheduler";
import { shell } from "@/lib/schedulers/shell";
import { call, type Transport } from "@/lib/transport/transport";
import { concludeTasks } from "../queue/conclude-tasks";
import type { JobOnHost, Services } from "../services";
import { startTasks } from "./start-tasks";

const filesAtOnce = 500;
/** How long a sign of life of a task stays fresh. */
const processLookMs = 15_000;

/** One look at the tasks of a job on a plain host: their exit files, then their processes; then the next ones start. */
export async function lookAtTasks(services: Services, transport: Transport, job: JobOnHost): Promise<void> {
  if (job.directory === null) return;
  const place = placeOf(job, job.directory);
  const active = services.jobs.unfinishedTasks(job.id).filter(({ state }) => state === "active");
  for (let at = 0; at < active.length; at += filesAtOnce) {
    const some = active.slice(at, at + filesAtOnce);
    const controlOf = ({ index }: Task) => taskPlaceOf(place, index).control;
    const open = await takeExits(services, transport, job, some, controlOf);
    await askProcesses(services, transport, job, open, controlOf);
  }

  const now = services.jobs.get(job.id);
  if (!now.cancelRequestedAt) await startTasks(services, transport, now, place, []);
  await concludeTasks(services, job);
}

/** Answers the tasks that have not ended. */
async function takeExits(services: Services, transport: Transport, job: JobOnHost, tasks: readonly Task[], controlOf: (task: Task) => string): Promise<Task[]> {
  const answers = await transport.readRanges(tasks.map((task) => ({ path: `${controlOf(task)}/exit`, offset: 0, limit: 600 })));
  const open: Task[] = [];
  for (const [index, task] of tasks.entries()) {
    const answer = answers[index];
    const exit = answer ? readExitRecord(answer.data.toString()) : null;
    if (exit) settle(services, job, task, { exit, startedAt: null, process: "unknown" });
    else open.push(task);
  }
  return open;
}

async function askProcesses(services: Services, transport: Transport, job: JobOnHost, tasks: readonly Task[], controlOf: (task: Task) => string): Promise<void> {
  const stale = services.now().getTime() - processLookMs;
  const asked = tasks.filter(({ nativeId, heardAt, silence }) => nativeId !== null && (silence !== null || (heardAt?.getTime() ?? 0) < stale));
  if (asked.length === 0) return;

  const answers = await call(transport, shell.status(asked.map(({ nativeId }) => nativeId ?? "")));
  const alive = asked.filter(({ nativeId }) => answers.get(nativeId ?? "") === "alive");
  services.jobs.noteTasks(
    job.id,
    alive.map(({ index }) => ({ index, heardAt: services.now(), silence: null })),
  );
  services.jobs.heard([job.id], services.now());
  const gone = asked.filter((task) => !alive.includes(task));
  for (const task of await takeExits(services, transport, job, gone, controlOf)) {
    settle(services, job, task, { exit: null, startedAt: null, process: answers.get(task.nativeId ?? "") ?? "unknown" });
  }
}

function settle(services: Services, job: JobOnHost, task: Task, evidence: Evidence): void {
  const verdict = reconcile({ ...task, cancelRequestedAt: job.cancelRequestedAt }, evidence);
  if (verdict.kind === "silent" && verdict.sentence !== task.silence) services.jobs.noteTasks(job.id, [{ index: task.index, silence: verdict.sentence }]);
  if (verdict.kind !== "move") return;
  const { startedAt, endedAt, exitCode = null, signal = null, endReason = null } = verdict.move;
  services.jobs.moveTasks(job.id, [{ index: task.index, state: finalStateOf({ endReason, exitCode }), startedAt, endedAt, exitCode, signal, endReason }], services.now());
  services.live.publish({ kind: "changed", jobId: job.id });
}
