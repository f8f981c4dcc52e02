import type { Job } from "@/lib/domain/job";
import { preventTasks, taskPlaceOf } from "@/lib/schedulers/prevent-tasks";
import type { JobPlace } from "@/lib/schedulers/scheduler";
import { shell } from "@/lib/schedulers/shell";
import { graceSeconds } from "@/lib/schedulers/wrapper";
import { call, type Transport } from "@/lib/transport/transport";
import { inParallel } from "../in-parallel";
import { concludeTasks } from "../queue/conclude-tasks";
import type { Services } from "../services";

const tasksAtOnce = 1_000;

/** Keeps the tasks that have not begun from ever beginning, which proves that they are canceled. */
export async function cancelWaitingTasks(services: Services, transport: Transport, job: Job, place: JobPlace): Promise<void> {
  const open = services.jobs.unfinishedTasks(job.id).filter(({ startedAt }) => startedAt === null);
  for (let at = 0; at < open.length; at += tasksAtOnce) {
    const some = open.slice(at, at + tasksAtOnce).map(({ index }) => index);
    const prevented = await call(transport, preventTasks(place, some), { timeoutMs: 120_000 });
    services.jobs.moveTasks(
      job.id,
      prevented.map((index) => ({ index, state: "canceled" as const, endReason: "canceled" as const, endedAt: services.now() })),
      services.now(),
    );
  }
  services.live.publish({ kind: "changed", jobId: job.id });
  await concludeTasks(services, job);
}

/** Asks the tasks that run on a plain host to end; their exit files prove it. */
export async function endPlainTasks(services: Services, transport: Transport, job: Job, place: JobPlace): Promise<void> {
  const active = services.jobs.unfinishedTasks(job.id).filter(({ state }) => state === "active");
  await inParallel(active, 4, ({ index }) => call(transport, shell.cancel(taskPlaceOf(place, index), graceSeconds)));
}
