import type { Credential, Host, HostFacts, HostKey } from "../domain/host";
import type { HostId, JobId, FileId, UploadId, UserId } from "../domain/ids";
import type { EnvironmentVariable, Job } from "../domain/job";
import type { JobEvent } from "../domain/job-event";
import type { JobFile } from "../domain/job-file";
import type { JobFilter, JobPage } from "../domain/job-filter";
import type { JobState } from "../domain/job-state";
import type { MailWish } from "../domain/mail-wish";
import type { QueueOffers } from "../domain/queue-offers";
import type { Resources } from "../domain/resources";
import type { SchedulerKind } from "../domain/scheduler-kind";
import type { DependencyCondition, Task, TaskSpec } from "../domain/task";
import type { User, UserRole } from "../domain/user";

/** A job as validated, ready to be written down. */
export interface NewJob {
  submissionKey: string;
  hostId: HostId;
  name: string;
  description: string;
  scriptName: string;
  script: string;
  interpreter: string[];
  arguments: string[];
  environment: EnvironmentVariable[];
  workingDirectory: string;
  walltimeSeconds: number | null;
  mailWish: MailWish | null;
  inputs: { uploadId: UploadId; path: string }[];
  /** Inputs taken over from an earlier job of the same owner, by file id. */
  keptInputs: FileId[];
  resubmittedFrom: JobId | null;
  /** Absent: one piece on a plain host. */
  batch?: BatchPart;
}

/** What only a batch system, or a job of many tasks, needs. */
export interface BatchPart {
  scheduler: SchedulerKind;
  resources: Resources | null;
  batchScript: string | null;
  tasks: readonly TaskSpec[];
  tasksAtOnce: number | null;
  dependencies: readonly { onJobId: JobId; condition: DependencyCondition }[];
}

/** A job that this one waits for, as it is now; `state` is null once it was deleted. */
export interface Dependency {
  onJobId: JobId;
  condition: DependencyCondition;
  name: string | null;
  state: JobState | null;
}

export interface QuestionRow {
  hostId: HostId;
  hour: Date;
  what: string;
  asked: number;
  failed: number;
  jobs: number;
  /** Milliseconds, of all together. */
  took: number;
  longest: number;
}

/** People's side of the stores: the first argument is whose, and a stranger's row is simply not found. All synchronous but `uploads.finish`. */
export interface JobDesk {
  /** The same submission key answers the same job, with `created` false. Takes uploads over; rejects with field errors when one is missing or unfinished. */
  create(owner: UserId, job: NewJob, at: Date): { job: Job; created: boolean };
  find(owner: UserId, id: JobId): Job | undefined;
  list(owner: UserId, filter: JobFilter): JobPage;
  countByState(owner: UserId): Partial<Record<JobState, number>>;
  events(owner: UserId, id: JobId, afterId?: number): JobEvent[];
  files(owner: UserId, id: JobId): JobFile[];
  file(owner: UserId, id: JobId, fileId: FileId): JobFile | undefined;
  /** By index; none for a job of one piece. */
  tasks(owner: UserId, id: JobId): Task[];
  dependencies(owner: UserId, id: JobId): Dependency[];
  /** Notes the wish on those that have not ended; answers their ids. */
  requestCancel(owner: UserId, ids: readonly JobId[], at: Date): JobId[];
  /** Ends a silent job as failed, reason lost; false when it is not silent or has ended. */
  closeAsLost(owner: UserId, id: JobId, at: Date): boolean;
  /** Removes ended jobs with their files; `removeRemote` keeps the row hidden until the folder on the host is gone. Answers the ids taken. */
  remove(owner: UserId, ids: readonly JobId[], options: { removeRemote: boolean }, at: Date): JobId[];
}

export interface NewHost {
  kind: Host["kind"];
  name: string;
  address: string;
  port: number;
  username: string;
  credential: Credential;
  publicKey: string | null;
}

export interface HostDesk {
  create(owner: UserId, host: NewHost, at: Date): Host;
  /** `credential` null keeps the sealed one. A new address, port or username drops the pinned key and the facts; any change un-parks. */
  update(owner: UserId, id: HostId, host: Omit<NewHost, "credential" | "kind"> & { credential: Credential | null }): Host | undefined;
  find(owner: UserId, id: HostId): Host | undefined;
  credential(owner: UserId, id: HostId): Credential | undefined;
  list(owner: UserId): Host[];
  /** Pins the offered key if its fingerprint is the one the owner saw; false when another came meanwhile. */
  pinHostKey(owner: UserId, id: HostId, fingerprint: string): boolean;
  setFacts(owner: UserId, id: HostId, facts: HostFacts): void;
  setOffers(owner: UserId, id: HostId, offers: QueueOffers | null): void;
  /** Keeps a key seen on "test connection" for the owner's yes. */
  offerHostKey(owner: UserId, id: HostId, key: HostKey | null): void;
  unpark(owner: UserId, id: HostId): void;
  /** Hidden, so that old jobs keep its name; refused while jobs are unfinished. */
  remove(owner: UserId, id: HostId, at: Date): void;
  /** Makes and seals nothing itself: stores a pair made elsewhere until the host form is sent. */
  keepMadeKey(owner: UserId, pair: { publicKey: string; privateKey: string }, at: Date): string;
  madeKey(owner: UserId, id: string): { publicKey: string; privateKey: string } | undefined;
}

export interface UserDesk {
  count(): number;
  get(id: UserId): User;
  find(id: UserId): User | undefined;
  findByEmail(email: string): { user: User; passwordHash: string | null } | undefined;
  passwordHash(id: UserId): string | null;
  /** Rejects with `conflict`, field `email`, when the address is taken. */
  create(user: { name: string; email: string; passwordHash: string | null; role: UserRole }, at: Date): User;
  setPassword(id: UserId, passwordHash: string): void;
  setProfile(id: UserId, profile: { name: string; email: string }): void;
  setMailWish(id: UserId, wish: MailWish): void;
}

export interface SessionRow {
  tokenHash: string;
  userId: UserId;
  expires: Date;
  createdAt: Date | null;
  lastSeenAt: Date | null;
  userAgent: string | null;
  address: string | null;
}

export interface SessionDesk {
  add(row: SessionRow): void;
  /** Undefined when gone, expired, or its user is disabled. */
  find(tokenHash: string, now: Date): { session: SessionRow; user: User } | undefined;
  /** At most once a minute a session. */
  seen(tokenHash: string, at: Date): void;
  list(userId: UserId): SessionRow[];
  remove(userId: UserId, tokenHash: string): void;
  removeAll(userId: UserId, exceptTokenHash?: string): void;
  removeExpired(now: Date): number;
}

export interface SettingsDesk {
  get<Value>(name: string): Value | undefined;
  set(name: string, value: unknown): void;
  remove(name: string): void;
}

export interface UploadRow {
  id: UploadId;
  ownerId: UserId;
  name: string;
  size: number;
  sha256: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** Rows for what tus writes to `<data>/uploads/<id>`. */
export interface UploadDesk {
  add(owner: UserId, upload: { id: UploadId; name: string; size: number }, at: Date): void;
  find(owner: UserId, id: UploadId): UploadRow | undefined;
  /** Reads the bytes once through, so it takes a while for large ones: checks their number, flushes them, notes their SHA-256. Again: nothing. */
  finish(owner: UserId, id: UploadId, at: Date): Promise<void>;
  remove(owner: UserId, id: UploadId): void;
}

export interface DeliveryRow {
  id: string;
  jobId: JobId | null;
  moment: string;
  recipient: string;
  state: "waiting" | "sending" | "sent" | "failed";
  tries: number;
  note: string | null;
  createdAt: Date;
  sentAt: Date | null;
}

export interface DeliveryDesk {
  ofJob(owner: UserId, id: JobId): DeliveryRow[];
  /** For admins: the newest first. */
  latest(limit: number): DeliveryRow[];
}

/** For admins: what all hosts were asked. */
export interface QuestionDesk {
  /** Hour by hour, the newest first, with each host's name and owner. */
  list(since: Date): (QuestionRow & { hostName: string; address: string; ownerName: string })[];
}

export interface Desk {
  jobs: JobDesk;
  hosts: HostDesk;
  users: UserDesk;
  sessions: SessionDesk;
  settings: SettingsDesk;
  uploads: UploadDesk;
  deliveries: DeliveryDesk;
  questions: QuestionDesk;
}
