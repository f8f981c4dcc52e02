import type { Readable } from "node:stream";
import type { Move } from "@/lib/domain/evidence";
import type { Host } from "@/lib/domain/host";
import type { AttemptId, DeliveryId, FileId, HostId, JobId, UploadId, UserId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import type { JobEventKind } from "@/lib/domain/job-event";
import type { JobFile, JobFileKind, JobFilePlace } from "@/lib/domain/job-file";
import type { JobState } from "@/lib/domain/job-state";
import type { QueueOffers } from "@/lib/domain/queue-offers";
import type { Usage } from "@/lib/domain/queue-sight";
import type { BatchKind, SchedulerKind } from "@/lib/domain/scheduler-kind";
import type { DependencyCondition, Task, TaskCounts } from "@/lib/domain/task";
import type { MailMoment } from "@/lib/domain/mail-wish";
import type { User } from "@/lib/domain/user";
import type { Mail, Mailer } from "@/lib/mail/mailer";
import type { Connections } from "@/lib/transport/connections";

export interface Attempt {
  id: AttemptId;
  jobId: JobId;
  number: number;
  nonce: string;
  beganAt: Date;
  startedAt: Date | null;
}

/** The runner's side of the job store: it trusts its input, and a write that is already done answers false. */
export interface RunnerJobs {
  get(id: JobId): Job;
  /** Undefined once its owner deleted it. */
  find(id: JobId): Job | undefined;
  /** queued and active jobs of a host, oldest first. */
  onHost(hostId: HostId): JobOnHost[];
  /** All unfinished jobs of a host, oldest first, with what decides who must act on them next. */
  unfinished(hostId: HostId): UnfinishedJob[];
  /** Ended and deleted jobs whose folder on the host is still to be removed. */
  toRemove(hostId: HostId): UnfinishedJob[];
  /** A deleted job whose folder is still to be removed; undefined when that is done or was not asked. */
  toRemoveById(id: JobId): Job | undefined;
  /** Its folder is gone: the row goes too. */
  removed(id: JobId): void;
  /**
   * For `sweep`: jobs that wait for somebody's work (new, stage_in, stage_out, or with a cancel asked) whose last change
   * is older than `before`.
   */
  stuck(before: Date): UnfinishedJob[];
  /** Row and event in one transaction; false when the job is already there or further. */
  move(id: JobId, move: Move | { to: "stage_in" | "queued"; text?: string }, at: Date): boolean;
  addEvent(id: JobId, kind: JobEventKind, text: string, at: Date): void;
  /** The attempt of a job, made with a fresh nonce before the network is touched; a second call answers the same one. */
  attempt(id: JobId, at: Date): Attempt;
  setDirectory(id: JobId, directory: string): void;
  setStarted(id: JobId, nativeId: string, at: Date): void;
  /** Proof that the job is as we think. Clears `silence`. */
  heard(ids: readonly JobId[], at: Date): void;
  /** Records that a look gave no proof; an event only when the sentence is new. */
  silent(id: JobId, sentence: string, at: Date): void;
  setOutputSizes(sizes: readonly { id: JobId; stdout: number; stderr: number }[]): void;
  setCollected(id: JobId, at: Date): void;
  wait(id: JobId, reason: string | null): void;
  /** By index; none for a job of one piece. */
  tasks(id: JobId): Task[];
  unfinishedTasks(id: JobId): Task[];
  /** Moves tasks forward, each once; answers the indexes of those that moved, and how many are in which state now. */
  moveTasks(id: JobId, moves: readonly TaskMove[], at: Date): { moved: number[]; counts: TaskCounts };
  noteTasks(id: JobId, notes: readonly (Pick<Task, "index"> & Partial<Omit<Task, "index" | "state" | "parameters">>)[]): void;
  dependencies(id: JobId): Dependency[];
  /** Jobs that wait for this one before they go to their host. */
  waitingFor(id: JobId): { id: JobId; hostId: HostId }[];
  /** The open attempt came to nothing, provably; the next one gets a nonce of its own. */
  giveUpAttempt(id: JobId, outcome: string): void;
  /** Proof that jobs are in the queue as said. Clears `silence`. */
  noteQueue(sights: readonly QueueNote[], at: Date): void;
  setUsage(id: JobId, usage: Usage): void;
  /** Jobs of batch systems that ended after `since`, whose use of the host is not known yet. */
  withoutUsage(hostId: HostId, since: Date): { id: JobId; nativeId: string; scheduler: BatchKind }[];
}

export type TaskMove = Pick<Task, "index" | "state"> & Partial<Omit<Task, "index" | "state" | "parameters">>;
export type QueueNote = Pick<Job, "id" | "queueState" | "queueReason" | "expectedStartAt" | "nodes">;

/** A job that another waits for, as it is now; all but its id null once it was deleted. */
export interface Dependency {
  onJobId: JobId;
  condition: DependencyCondition;
  name: string | null;
  state: JobState | null;
  hostId: HostId | null;
  nativeId: string | null;
  scheduler: SchedulerKind | null;
}

/** What a look needs of a job; cheap, for there may be thousands. */
export type JobOnHost = Pick<
  Job,
  | "id"
  | "hostId"
  | "state"
  | "directory"
  | "nativeId"
  | "scheduler"
  | "taskCount"
  | "queueState"
  | "queueReason"
  | "expectedStartAt"
  | "nodes"
  | "cancelRequestedAt"
  | "submittedAt"
  | "startedAt"
  | "heardAt"
  | "silence"
  | "stdoutSize"
  | "stderrSize"
>;

export type UnfinishedJob = Pick<Job, "id" | "hostId" | "state" | "cancelRequestedAt" | "submittedAt" | "waitReason">;

export interface NewFile {
  kind: JobFileKind;
  path: string;
  size: number;
  modifiedAt: Date | null;
  sha256: string | null;
  executable: boolean;
  place: JobFilePlace;
  note: string | null;
}

/** Files of jobs: rows in the database and bytes in the data folder, by file id. */
export interface RunnerFiles {
  list(jobId: JobId): JobFile[];
  /** Inserts or refreshes by (job, path, kind), in one transaction. */
  record(jobId: JobId, files: readonly NewFile[]): JobFile[];
  open(file: Pick<JobFile, "id" | "jobId">, range?: { start?: number; end?: number }): Promise<Readable>;
  /** Streams to a temporary name, flushes, renames; answers size and SHA-256 (hex) of what was written. */
  store(file: Pick<JobFile, "id" | "jobId">, source: Readable): Promise<{ size: number; sha256: string }>;
  update(id: FileId, change: Partial<Pick<JobFile, "size" | "sha256" | "place" | "note" | "modifiedAt">>): void;
}

export interface RunnerHosts {
  get(id: HostId): { host: Host };
  /** Plans the next look; keeps an earlier plan. Answers the time planned. */
  planPoll(id: HostId, at: Date): Date;
  /** True for one caller only, when a look is due; the plan is used up. */
  claimPoll(id: HostId, now: Date): boolean;
  /** Hosts with unfinished jobs, or folders to remove, whose next look is not planned or was due before `before`. */
  forgotten(before: Date): HostId[];
  /** When its scheduler was last asked about jobs. */
  askedAt(id: HostId): Date | null;
  noteAsked(id: HostId, at: Date): void;
  setOffers(id: HostId, offers: QueueOffers): void;
  countQuestion(question: Question, at: Date): void;
  forgetOldQuestions(now: Date): void;
  /** Failures to reach it, in a row. */
  failures(id: HostId): number;
}

/** One question to a host; `took` in milliseconds, `jobs` how many it was about. */
export interface Question {
  hostId: HostId;
  what: string;
  jobs: number;
  took: number;
  failed: boolean;
}

export interface Delivery {
  id: DeliveryId;
  dedupeKey: string;
  jobId: JobId | null;
  userId: UserId;
  moment: MailMoment;
  recipient: string;
  state: "waiting" | "sending" | "sent" | "failed";
  tries: number;
  note: string | null;
  createdAt: Date;
  sentAt: Date | null;
}

export interface RunnerDeliveries {
  /** Makes the row once per job and moment; answers it whether new or not. */
  plan(jobId: JobId, moment: MailMoment, recipient: Pick<User, "id" | "email">, at: Date): Delivery;
  get(id: DeliveryId): Delivery | undefined;
  /** waiting → sending for one caller; false when sent, failed, or in somebody's hands. `resumed` tells that an earlier try was cut by a stop. */
  claim(id: DeliveryId, now: Date): { claimed: boolean; resumed: boolean };
  sent(id: DeliveryId, at: Date, note: string | null): void;
  retry(id: DeliveryId, note: string): void;
  failed(id: DeliveryId, note: string): void;
  /** Waiting ones older than `before`, and all that a dead process left in `sending`. */
  stuck(before: Date): Delivery[];
}

export interface RunnerUsers {
  get(id: UserId): User;
}

export interface RunnerUploads {
  /** Ids of uploads older than `before` that no job took; their bytes are removed. */
  removeForgotten(before: Date): UploadId[];
}

export type { Mail, Mailer };

/** What happens inside the process, for open pages. Losing one loses nothing: pages ask the database too. */
export interface LiveBus {
  publish(news: LiveNews): void;
  subscribe(jobId: JobId, listener: (news: LiveNews) => void): () => void;
}

export type LiveNews =
  | { kind: "changed"; jobId: JobId }
  | { kind: "output"; jobId: JobId; stdout: number; stderr: number }
  | { kind: "files"; jobId: JobId };

/**
 * Wakes the durable loops. A hint only: the database is the truth and `sweep` finds what a lost hint left, so these
 * never reject.
 */
export interface Tell {
  submitted(job: { id: JobId; hostId: HostId }): Promise<void>;
  cancelRequested(job: { id: JobId; hostId: HostId }): Promise<void>;
  ended(job: { id: JobId; hostId: HostId }): Promise<void>;
  removed(job: { id: JobId; hostId: HostId }): Promise<void>;
  mailPlanned(id: DeliveryId): Promise<void>;
  pollDue(hostId: HostId, at: Date): Promise<void>;
}

export interface Limits {
  /** Bytes; a larger output file stays on the host and is fetched on demand. */
  fileBytes: number;
  /** Bytes of all outputs of one job; from there on they stay on the host. */
  jobBytes: number;
  /** Files listed of one job. */
  jobFiles: number;
}

/** All that the runner needs of the outside. */
export interface Services {
  jobs: RunnerJobs;
  files: RunnerFiles;
  hosts: RunnerHosts;
  deliveries: RunnerDeliveries;
  users: RunnerUsers;
  uploads: RunnerUploads;
  connections: Connections;
  /** One transaction: all of `work` is written, or nothing. */
  atomically<Answer>(work: () => Answer): Answer;
  tell: Tell;
  mailer: Mailer;
  live: LiveBus;
  limits: Limits;
  /** Where the app is reached, for links in mail; no slash at the end. */
  baseUrl: string;
  now: () => Date;
  log: (level: "info" | "warn" | "error", message: string, facts?: Record<string, unknown>) => void;
}
