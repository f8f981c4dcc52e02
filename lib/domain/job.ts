import type { EndReason } from "./end-reason";
import type { HostId, JobId, UserId } from "./ids";
import type { JobState } from "./job-state";
import type { MailWish } from "./mail-wish";
import type { Usage } from "./queue-sight";
import type { Resources } from "./resources";
import type { SchedulerKind } from "./scheduler-kind";
import type { TaskCounts } from "./task";

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
  scheduler: SchedulerKind;
  /** null: nothing asked. */
  resources: Resources | null;
  /** The batch script as edited by hand; null: made from the resources. */
  batchScript: string | null;
  /** Tasks of an array or a table; 0: the job is one piece. */
  taskCount: number;
  /** Tasks that may be active at a time; null: as many as the host gives. */
  tasksAtOnce: number | null;
  mailWish: MailWish | null;
  state: JobState;
  /** While it lives: why Sqmpy waits with it. */
  waitReason: string | null;
  /** While it is in the scheduler's queue: held, suspended … */
  queueState: QueueState | null;
  /** Why it is not active, in words made from the scheduler's reason. */
  queueReason: string | null;
  /** The scheduler's guess. */
  expectedStartAt: Date | null;
  /** Where it runs, as the scheduler writes it. */
  nodes: string | null;
  usage: Usage | null;
  tasks: TaskCounts | null;
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

/** More than `state` says, of a job in a batch system. */
export type QueueState = "held" | "suspended" | "ending";

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
  | "queueState"
  | "queueReason"
  | "taskCount"
  | "tasks"
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
