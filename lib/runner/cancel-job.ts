import type { JobId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import { isFinal } from "@/lib/domain/job-state";
import { placeOf } from "@/lib/schedulers/scheduler";
import { shell } from "@/lib/schedulers/shell";
import { graceSeconds } from "@/lib/schedulers/wrapper";
import { call } from "@/lib/transport/transport";
import { advance } from "./advance";
import { orLater, planLook, type Outcome } from "./later";
import { turns } from "./one-at-a-time";
import { cancelInQueue } from "./queue/cancel-in-queue";
import type { Services } from "./services";
import { cancelWaitingTasks, endPlainTasks } from "./tasks/cancel-tasks";

/**
 * Carries out a wish to cancel. A job that never touched its host is canceled at once; else the host's lock says
 * whether it can still be prevented or must be ended, and the exit file then proves the end.
 */
export async function cancelJob(services: Services, id: JobId): Promise<Outcome> {
  return turns().run(id, async () => {
    const job = services.jobs.find(id);
    if (!job || !job.cancelRequestedAt || isFinal(job.state) || job.state === "stage_out") return "done";

    if (!job.directory) {
      await advance(services, id, canceled(services, "Canceled before it reached the host."));
      return "done";
    }
    return orLater(services, job, () => cancelOnHost(services, job, job.directory as string));
  });
}

async function cancelOnHost(services: Services, job: Job, directory: string): Promise<void> {
  const place = placeOf(job, directory);
  const answer = await services.connections.with(job.hostId, async (transport) => {
    if (job.scheduler !== "shell") return cancelInQueue(services, transport, job, place);
    if (job.taskCount === 0) return call(transport, shell.cancel(place, graceSeconds));
    await cancelWaitingTasks(services, transport, job, place);
    await endPlainTasks(services, transport, job, place);
    return "asked";
  });
  if (answer === "prevented") await advance(services, job.id, canceled(services, "Canceled before it started."));
  else await planLook(services, job.hostId, 500);
}

function canceled(services: Services, text: string) {
  return { to: "canceled", endReason: "canceled", endedAt: services.now(), text } as const;
}
