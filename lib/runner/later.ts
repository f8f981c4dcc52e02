import { isFaultOfHost, messageOf } from "@/lib/domain/errors";
import type { HostId, JobId } from "@/lib/domain/ids";
import { backOffDelay } from "@/lib/domain/poll";
import type { Services } from "./services";

/** How a piece of work on a host went: done, or put off until the host can be reached. */
export type Outcome = "done" | "later";

/**
 * Does work that needs a host. A fault of the network or the host changes nothing about the job but its wait reason,
 * and plans the next look, which takes the work up again; any other error passes through.
 */
export async function orLater(services: Services, job: { id: JobId; hostId: HostId }, work: () => Promise<void>): Promise<Outcome> {
  try {
    await work();
    services.jobs.wait(job.id, null);
    return "done";
  } catch (error) {
    services.jobs.wait(job.id, messageOf(error));
    if (!isFaultOfHost(error)) throw error;
    services.live.publish({ kind: "changed", jobId: job.id });
    await planLook(services, job.hostId, error.retryAfterMs ?? backOffDelay(Math.max(1, services.hosts.failures(job.hostId))));
    return "later";
  }
}

/** Plans the next look at a host; an earlier plan is kept, and its event is on its way already. */
export async function planLook(services: Services, hostId: HostId, delayMs: number): Promise<void> {
  const wanted = new Date(services.now().getTime() + delayMs);
  const planned = services.hosts.planPoll(hostId, wanted);
  if (planned.getTime() === wanted.getTime()) await services.tell.pollDue(hostId, planned);
}
