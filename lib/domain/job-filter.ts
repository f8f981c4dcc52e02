import type { HostId } from "./ids";
import type { JobSummary } from "./job";
import type { JobState } from "./job-state";

export interface JobFilter {
  /** Any of these; empty means all. */
  states: readonly JobState[];
  hostId: HostId | null;
  /** Submitted at or after, and before. */
  from: Date | null;
  until: Date | null;
  /** Words that must all stand in name, description or script. */
  search: string;
  /** Opaque: the `next` of the page before. */
  after: string | null;
  limit: number;
}

export interface JobPage {
  jobs: JobSummary[];
  next: string | null;
}
