import { isFinal } from "@/lib/domain/job-state";
import { turns } from "./one-at-a-time";
import type { Services } from "./services";

const minute = 60_000;

/**
 * Mends the gap between the database, which is the truth, and the loops, whose hints may be lost: hosts that nobody plans
 * to look at, jobs and mails that nobody works on, uploads that nobody took. `ageMs` is how long something must have lain.
 */
export async function sweep(services: Services, ageMs = minute): Promise<{ hosts: number; jobs: number; mails: number; uploads: number }> {
  const now = services.now();
  const before = new Date(now.getTime() - ageMs);

  const hosts = services.hosts.forgotten(before);
  for (const hostId of hosts) {
    const at = services.hosts.planPoll(hostId, now);
    await services.tell.pollDue(hostId, at);
  }

  const jobs = services.jobs.stuck(before).filter((job) => !turns().isBusy(job.id) && !isFinal(job.state));
  for (const job of jobs) {
    if (job.state === "stage_out") await services.tell.ended(job);
    else if (job.cancelRequestedAt) await services.tell.cancelRequested(job);
    else if (job.state === "new" || job.state === "stage_in") await services.tell.submitted(job);
  }

  const mails = services.deliveries.stuck(before);
  for (const delivery of mails) await services.tell.mailPlanned(delivery.id);

  const uploads = services.uploads.removeForgotten(new Date(now.getTime() - 7 * 24 * 60 * minute));
  return { hosts: hosts.length, jobs: jobs.length, mails: mails.length, uploads: uploads.length };
}
