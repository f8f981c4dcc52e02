import { isFaultOfHost, messageOf } from "@/lib/domain/errors";
import type { HostId, JobId } from "@/lib/domain/ids";
import { isOnHost } from "@/lib/domain/job-state";
import { lookAtJobs } from "./poll-host";
import type { Services } from "./services";

/** Between two looks at a host of which a job's page is open. */
const watchMs = 400;
const faultMs = 5_000;

interface HostWatch {
  /** Open pages by job. */
  readers: Map<JobId, number>;
  timer: NodeJS.Timeout | null;
}

declare global {
  var sqmpyWatches: Map<HostId, HostWatch> | undefined;
}

const watches = () => (globalThis.sqmpyWatches ??= new Map());

/**
 * Looks at a job's host twice a second while a page of it is open; several pages on one host share the looks. The durable
 * polls go on beside it, so that nothing depends on an open page.
 */
export function watch(services: Services, job: { id: JobId; hostId: HostId }): { stop(): void } {
  const host = watches().get(job.hostId) ?? { readers: new Map<JobId, number>(), timer: null };
  watches().set(job.hostId, host);
  host.readers.set(job.id, (host.readers.get(job.id) ?? 0) + 1);
  if (host.timer === null) plan(services, job.hostId, host, 0);

  let isOpen = true;
  return {
    stop() {
      if (!isOpen) return;
      isOpen = false;
      const left = (host.readers.get(job.id) ?? 1) - 1;
      if (left > 0) host.readers.set(job.id, left);
      else host.readers.delete(job.id);
    },
  };
}

function plan(services: Services, hostId: HostId, host: HostWatch, delay: number): void {
  host.timer = setTimeout(() => void tick(services, hostId, host), delay);
  host.timer.unref();
}

async function tick(services: Services, hostId: HostId, host: HostWatch): Promise<void> {
  const isNeeded = [...host.readers.keys()].some((id) => {
    const state = services.jobs.find(id)?.state;
    return state !== undefined && isOnHost(state);
  });
  if (host.readers.size === 0) {
    host.timer = null;
    watches().delete(hostId);
    return;
  }
  let delay = watchMs;
  if (isNeeded) {
    try {
      await lookAtJobs(services, hostId, new Set(host.readers.keys()));
    } catch (error) {
      delay = faultMs;
      if (!isFaultOfHost(error)) services.log("error", "watching a host failed", { hostId, error: messageOf(error) });
    }
  }
  plan(services, hostId, host, delay);
}
