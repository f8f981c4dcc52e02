import type { HostId, JobId, UserId } from "./ids";
import type { JobState } from "./job-state";
import type { MailWish } from "./mail-wish";

/** Why a job ended as it did; kept beside the state, said in words by `howItEnded`. */
export const endReasons = ["exit", "signal", "walltime", "canceled", "lost", "stage_in", "submit"] as const;
export type EndReason = (typeof endReasons)[number];

export interface EnvironmentVariable {
  name: string;
  value: string;
}

/** One script, submitted once, to one host, with one life. */
export interface Job {
  id: JobId;
  ownerId: UserId;
  hostId: HostId;
  hostName: string;
  name: string;
  description: string;
  scriptName: string;
  script: string;
  /** The program and its flags that run the script, e.g. `["python3"]`; from the shebang, the suffix or the form. */
  interpreter: readonly string[];
  arguments: readonly string[];
  environment: readonly EnvironmentVariable[];
  /** As asked: absolute, or below the home with `~/`. */
  workingDirectory: string;
  /** Absolute on the host; null until the first contact resolved `~`. */
  directory: string | null;
  walltimeSeconds: number | null;
  mailWish: MailWish | null;
  state: JobState;
  /** While it lives: why it waits. */
  waitReason: string | null;
  endReason: EndReason | null;
  exitCode: number | null;
  /** Without `SIG`'s number: `SIGKILL`. */
  signal: string | null;
  /** A sentence with the details of a failure, fit to show. */
  failure: string | null;
  nativeId: string | null;
  attempt: number;
  submittedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** When the host last said something that proves how the job is. */
  heardAt: Date | null;
  /** Set when the last looks gave no proof: shown as "not heard from since `heardAt`", with this sentence. */
  silence: string | null;
  cancelRequestedAt: Date | null;
  resubmittedFrom: JobId | null;
  stdoutSize: number;
  stderrSize: number;
}

/** What the history shows of a job: no script, no environment. */
export type JobSummary = Pick<
  Job,
  | "id"
  | "hostId"
  | "hostName"
  | "name"
  | "description"
  | "scriptName"
  | "state"
  | "waitReason"
  | "endReason"
  | "exitCode"
  | "signal"
  | "silence"
  | "heardAt"
  | "submittedAt"
  | "startedAt"
  | "endedAt"
  | "cancelRequestedAt"
>;
