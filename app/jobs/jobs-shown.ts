import { createHash } from "node:crypto";
import { filterOf, type JobQuery } from "@/components/job-filter-query";
import type { UserId } from "@/lib/domain/ids";
import type { JobPage } from "@/lib/domain/job-filter";
import type { JobState } from "@/lib/domain/job-state";
import { sqmpy } from "@/lib/wiring";

export interface JobsShown {
  page: JobPage;
  counts: Partial<Record<JobState, number>>;
  /** Changes when, and only when, something that the page shows has changed. */
  fingerprint: string;
}

/** All that the history shows for an address. */
export function jobsShown(owner: UserId, query: JobQuery): JobsShown {
  const { jobs } = sqmpy().desk;
  const page = jobs.list(owner, filterOf(query));
  const counts = jobs.countByState(owner);
  const fingerprint = createHash("sha256").update(JSON.stringify([page, counts])).digest("base64url").slice(0, 22);
  return { page, counts, fingerprint };
}
