import { AppError } from "@/lib/domain/errors";
import type { JobId } from "@/lib/domain/ids";
import { batchScheduler } from "@/lib/schedulers/batch-schedulers";
import { turns } from "./one-at-a-time";
import { ask } from "./queue/ask";
import { askAboutJobs } from "./queue/ask-about-jobs";
import type { Services } from "./services";

/** Keeps a job in its queue until it is released. The caller has checked whose it is. Rejects when it waits in no queue. */
export async function holdJob(services: Services, id: JobId): Promise<void> {
  await change(services, id, "hold");
}

/** Lets a held job go on. */
export async function releaseJob(services: Services, id: JobId): Promise<void> {
  await change(services, id, "release");
}

async function change(services: Services, id: JobId, what: "hold" | "release"): Promise<void> {
  await turns().run(id, async () => {
    const job = services.jobs.get(id);
    if (job.state !== "queued" || job.scheduler === "shell") throw new AppError("conflict", "Only a job that waits in a queue can be held or released.");

    const ids = services.jobs.unfinishedTasks(id).flatMap(({ nativeId }) => (nativeId ? [nativeId] : []));
    const nativeIds = ids.length > 0 ? ids : job.nativeId ? [job.nativeId] : [];
    const scheduler = batchScheduler(job.scheduler);
    await services.connections.with(job.hostId, async (transport) => {
      const call = what === "hold" ? scheduler.hold(nativeIds) : scheduler.release(nativeIds);
      await ask(services, transport, { hostId: job.hostId, what, jobs: nativeIds.length, call });
      services.jobs.addEvent(id, "asked", what === "hold" ? "Hold asked for." : "Release asked for.", services.now());
      const sight = services.jobs.onHost(job.hostId).filter((each) => each.id === id);
      await askAboutJobs(services, transport, job.hostId, sight);
    });
    services.live.publish({ kind: "changed", jobId: id });
  });
}
