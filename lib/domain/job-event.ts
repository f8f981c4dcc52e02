import type { JobId } from "./ids";
import type { JobState } from "./job-state";

export type JobEventKind =
  | "state" // moved to `state`
  | "note" // something worth knowing that moved nothing: a retry, a lost connection, left processes
  | "asked" // the owner asked for something: cancel, mark as lost
  | "files" // files were copied, checked or left on the host
  | "mail"; // an email was sent, or could not be

/** One line in a job's history. `id` grows by one over all jobs' events: a stream resumes after it. */
export interface JobEvent {
  id: number;
  jobId: JobId;
  at: Date;
  kind: JobEventKind;
  state: JobState | null;
  /** A sentence for the owner, or null where the state says it all. */
  text: string | null;
}
