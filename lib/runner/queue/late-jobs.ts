import type { HostId } from "@/lib/domain/ids";
import { batchScheduler } from "@/lib/schedulers/batch-schedulers";
import type { Services } from "../services";

/** For so long after its end a job's use of the host is asked for: accounting is written late. */
const lateMs = 5 * 60_000;

/** Ended jobs of which the accounting may still tell what they used. */
export function lateJobs(services: Pick<Services, "jobs" | "now">, hostId: HostId) {
  const since = new Date(services.now().getTime() - lateMs);
  return services.jobs.withoutUsage(hostId, since).filter(({ scheduler, nativeId }) => batchScheduler(scheduler).records([nativeId]) !== null);
}
