import type { Job } from "@/lib/domain/job";
import { batchScheduler } from "@/lib/schedulers/batch-schedulers";
import type { JobPlace } from "@/lib/schedulers/scheduler";
import { shell } from "@/lib/schedulers/shell";
import { call, type Transport } from "@/lib/transport/transport";
import type { Services } from "../services";
import { cancelWaitingTasks } from "../tasks/cancel-tasks";
import { ask } from "./ask";
import { nonceOf } from "./nonce-of";

/**
 * Takes a job out of its queue. `prevented`: its script has not begun and never will, which is proof; `asked`: its end is to be
 * proven by its exit file or the scheduler's record.
 */
export async function cancelInQueue(services: Services, transport: Transport, job: Job, place: JobPlace): Promise<"prevented" | "asked"> {
  const isOnePiece = job.taskCount === 0;
  const first = isOnePiece ? await call(transport, shell.prevent(place)) : null;
  const nativeIds = await idsOf(services, transport, job);
  // Tasks that were never handed in cannot have begun.
  const proof = first ?? (nativeIds.length === 0 ? await call(transport, shell.prevent(place)) : "started");
  const question = { hostId: job.hostId, what: "cancel", jobs: nativeIds.length };
  if (nativeIds.length > 0) await ask(services, transport, { ...question, call: batchScheduler(job.scheduler).cancel(nativeIds) });
  if (proof === "prevented") return "prevented";

  if (!isOnePiece) await cancelWaitingTasks(services, transport, job, place);
  return "asked";
}

/** A job whose submission is in doubt may be in the queue all the same. */
async function idsOf(services: Services, transport: Transport, job: Job): Promise<string[]> {
  const ofTasks = services.jobs.unfinishedTasks(job.id).flatMap(({ nativeId }) => (nativeId ? [nativeId] : []));
  if (ofTasks.length > 0) return ofTasks;
  if (job.nativeId) return [job.nativeId];
  if (job.attempt === 0) return [];
  const attempt = services.jobs.attempt(job.id, services.now());
  const find = batchScheduler(job.scheduler).find(nonceOf(attempt), attempt.beganAt);
  const { nativeId } = await ask(services, transport, { hostId: job.hostId, what: "find", jobs: 1, call: find });
  return nativeId === null ? [] : [nativeId];
}
