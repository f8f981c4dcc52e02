import type { JobId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import { isFinal, isOnHost } from "@/lib/domain/job-state";
import { fingerprintOf, lookAtFiles } from "./live-files";
import { News } from "./news";
import type { Services } from "./services";
import { watch } from "./watch";

export type JobNews =
  /** Something that the page shows has changed; `id` is the job's last event. */
  | { kind: "changed" | "files"; id: number }
  /** Bytes written so far. */
  | { kind: "output"; stdout: number; stderr: number }
  | { kind: "gone" };

const askMs = 1_000;
const askEndedMs = 5_000;
const lookMs = 2_000;

/**
 * What happens to a job after event `after`, as long as somebody reads. The bus makes it quick; the database, asked each
 * second, makes it sure. While the job lives its host is looked at often, and its directory for new files.
 */
export async function* followJob(
  services: Services,
  jobId: JobId,
  { after, lastEvent, signal }: { after: number; lastEvent: (after: number) => number | null; signal: AbortSignal },
): AsyncGenerator<JobNews> {
  const first = services.jobs.find(jobId);
  const watching = first && !isFinal(first.state) ? watch(services, first) : null;
  const files = { isNew: false, seen: null as string | null, nextLook: 0 };
  const news = new News(services.live, jobId, signal, (each) => {
    files.isNew ||= each.kind === "files";
    return true;
  });
  let last = after;
  let shown = first ? shownOf(first) : "";
  let sizes = "";

  const look = async (job: Job) => {
    const seen = fingerprintOf(await lookAtFiles(services, job));
    if (files.seen !== null && files.seen !== seen) services.live.publish({ kind: "files", jobId });
    files.seen = seen;
    files.nextLook = Date.now() + lookMs;
  };
  try {
    while (!signal.aborted) {
      const job = services.jobs.find(jobId);
      if (!job) {
        yield { kind: "gone" };
        return;
      }
      const event = lastEvent(last);
      const now = shownOf(job);
      if (event !== null || now !== shown) {
        last = event ?? last;
        shown = now;
        files.isNew = false;
        yield { kind: "changed", id: last };
      } else if (files.isNew) {
        files.isNew = false;
        yield { kind: "files", id: last };
      }
      if (sizes !== `${job.stdoutSize} ${job.stderrSize}`) {
        sizes = `${job.stdoutSize} ${job.stderrSize}`;
        yield { kind: "output", stdout: job.stdoutSize, stderr: job.stderrSize };
      }
      if (isOnHost(job.state) && Date.now() >= files.nextLook) {
        files.nextLook = Infinity;
        look(job).catch((error: unknown) => services.log("error", "A job's files could not be listed.", { job: jobId, error: String(error) }));
      }
      await news.next(isFinal(job.state) ? askEndedMs : askMs);
    }
  } finally {
    news.close();
    watching?.stop();
  }
}

/** What may change without an event. */
function shownOf(job: Job): string {
  return [job.state, job.silence, job.waitReason, job.cancelRequestedAt?.getTime(), job.directory, job.endReason].join("\n");
}
