import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { HostFacts, HostKey, HostKind, SignInMethod } from "../lib/domain/host";
import type { EndReason } from "../lib/domain/end-reason";
import type { QueueState } from "../lib/domain/job";
import type { JobEventKind } from "../lib/domain/job-event";
import type { JobFileKind, JobFilePlace } from "../lib/domain/job-file";
import type { JobState } from "../lib/domain/job-state";
import type { MailWish } from "../lib/domain/mail-wish";
import type { QueueOffers } from "../lib/domain/queue-offers";
import type { Usage } from "../lib/domain/queue-sight";
import type { Resources } from "../lib/domain/resources";
import type { SchedulerKind } from "../lib/domain/scheduler-kind";
import type { TaskCounts } from "../lib/domain/task";
import type { UserRole } from "../lib/domain/user";
import { flag, json, moment } from "./columns";

// users, accounts, sessions and verification_tokens have the columns that @auth/drizzle-adapter asks for.
export const users = sqliteTable("users", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  emailVerified: moment("email_verified"),
  image: text("image"),
  passwordHash: text("password_hash"),
  role: text("role").$type<UserRole>().notNull().default("member"),
  disabledAt: moment("disabled_at"),
  mailWish: json<MailWish>("mail_wish").notNull(),
  createdAt: moment("created_at").notNull(),
});

export const accounts = sqliteTable(
  "accounts",
  {
    userId: text("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    type: text("type").notNull(),
    provider: text("provider").notNull(),
    providerAccountId: text("provider_account_id").notNull(),
    refresh_token: text("refresh_token"),
    access_token: text("access_token"),
    expires_at: integer("expires_at"),
    token_type: text("token_type"),
    scope: text("scope"),
    id_token: text("id_token"),
    session_state: text("session_state"),
  },
  (table) => [primaryKey({ columns: [table.provider, table.providerAccountId] })],
);

/** `sessionToken` is the SHA-256 of the token in the cookie. */
export const sessions = sqliteTable(
  "sessions",
  {
    sessionToken: text("session_token").primaryKey(),
    userId: text("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    expires: moment("expires").notNull(),
    createdAt: moment("created_at"),
    lastSeenAt: moment("last_seen_at"),
    userAgent: text("user_agent"),
    address: text("address"),
  },
  (table) => [index("sessions_by_user").on(table.userId)],
);

export const verificationTokens = sqliteTable(
  "verification_tokens",
  {
    identifier: text("identifier").notNull(),
    token: text("token").notNull(),
    expires: moment("expires").notNull(),
  },
  (table) => [primaryKey({ columns: [table.identifier, table.token] })],
);

/** Tries to sign in and to register; `key` says whose or where from. The columns are those of rate-limiter-flexible. */
export const signInCounts = sqliteTable("sign_in_counts", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  expire: integer("expire"),
});

/** One value a name: the set-up token's hash, whether registration is open. */
export const settings = sqliteTable("settings", {
  name: text("name").primaryKey(),
  value: json<unknown>("value").notNull(),
});

export const hosts = sqliteTable(
  "hosts",
  {
    id: text("id").primaryKey(),
    ownerId: text("owner_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    kind: text("kind").$type<HostKind>().notNull(),
    name: text("name").notNull(),
    address: text("address").notNull(),
    port: integer("port").notNull(),
    username: text("username").notNull(),
    signIn: text("sign_in").$type<SignInMethod>().notNull(),
    sealedCredential: text("sealed_credential"),
    publicKey: text("public_key"),
    hostKey: json<HostKey>("host_key"),
    offeredHostKey: json<HostKey>("offered_host_key"),
    facts: json<HostFacts>("facts"),
    offers: json<QueueOffers>("offers"),
    /** When its scheduler was last asked about jobs. */
    askedAt: moment("asked_at"),
    lastContactAt: moment("last_contact_at"),
    lastError: text("last_error"),
    lastErrorAt: moment("last_error_at"),
    parkedAt: moment("parked_at"),
    nextPollAt: moment("next_poll_at"),
    createdAt: moment("created_at").notNull(),
    deletedAt: moment("deleted_at"),
  },
  (table) => [
    index("hosts_by_owner").on(table.ownerId),
    uniqueIndex("hosts_by_name").on(table.ownerId, table.name).where(sql`deleted_at IS NULL`),
  ],
);

/** A key pair shown in the host form before the host exists. */
export const madeKeys = sqliteTable("made_keys", {
  id: text("id").primaryKey(),
  ownerId: text("owner_id").notNull().references(() => users.id, { onDelete: "cascade" }),
  publicKey: text("public_key").notNull(),
  sealedPrivateKey: text("sealed_private_key").notNull(),
  createdAt: moment("created_at").notNull(),
});

/** One row an address and port, shared by everybody's hosts there. */
export const breakers = sqliteTable("breakers", {
  endpoint: text("endpoint").primaryKey(),
  failures: integer("failures").notNull(),
  authFailures: integer("auth_failures").notNull(),
  openUntil: moment("open_until"),
  lastError: text("last_error"),
  changedAt: moment("changed_at").notNull(),
});

export const jobs = sqliteTable(
  "jobs",
  {
    seq: integer("seq").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    ownerId: text("owner_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    hostId: text("host_id").notNull().references(() => hosts.id),
    submissionKey: text("submission_key").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    scriptName: text("script_name").notNull(),
    interpreter: json<string[]>("interpreter").notNull(),
    arguments: json<string[]>("arguments").notNull(),
    workingDirectory: text("working_directory").notNull(),
    directory: text("directory"),
    walltimeSeconds: integer("walltime_seconds"),
    scheduler: text("scheduler").$type<SchedulerKind>().notNull().default("shell"),
    resources: json<Resources>("resources"),
    taskCount: integer("task_count").notNull().default(0),
    tasksAtOnce: integer("tasks_at_once"),
    /** Kept beside the rows of `job_tasks`, for lists. */
    tasks: json<TaskCounts>("task_counts"),
    mailWish: json<MailWish>("mail_wish"),
    state: text("state").$type<JobState>().notNull(),
    waitReason: text("wait_reason"),
    queueState: text("queue_state").$type<QueueState>(),
    queueReason: text("queue_reason"),
    expectedStartAt: moment("expected_start_at"),
    nodes: text("nodes"),
    usage: json<Usage>("usage"),
    endReason: text("end_reason").$type<EndReason>(),
    exitCode: integer("exit_code"),
    signal: text("signal"),
    failure: text("failure"),
    nativeId: text("native_id"),
    submittedAt: moment("submitted_at").notNull(),
    startedAt: moment("started_at"),
    endedAt: moment("ended_at"),
    heardAt: moment("heard_at"),
    silence: text("silence"),
    cancelRequestedAt: moment("cancel_requested_at"),
    resubmittedFrom: text("resubmitted_from"),
    stdoutSize: integer("stdout_size").notNull().default(0),
    stderrSize: integer("stderr_size").notNull().default(0),
    collectedAt: moment("collected_at"),
    deletedAt: moment("deleted_at"),
    /** Set while the remote folder is still to be removed after a delete. */
    removeRemote: flag("remove_remote").notNull().default(false),
  },
  (table) => [
    uniqueIndex("jobs_by_submission").on(table.ownerId, table.submissionKey),
    index("jobs_by_owner").on(table.ownerId, table.seq).where(sql`deleted_at IS NULL`),
    index("jobs_by_owner_state").on(table.ownerId, table.state, table.seq).where(sql`deleted_at IS NULL`),
    index("jobs_by_owner_host").on(table.ownerId, table.hostId, table.state, table.seq).where(sql`deleted_at IS NULL`),
    index("jobs_by_owner_time").on(table.ownerId, table.submittedAt, table.seq).where(sql`deleted_at IS NULL`),
    index("jobs_unfinished").on(table.hostId, table.state).where(sql`state IN ('new', 'stage_in', 'queued', 'active', 'stage_out')`),
    index("jobs_without_usage").on(table.hostId, table.endedAt).where(sql`usage IS NULL AND scheduler <> 'shell'`),
    index("jobs_to_remove").on(table.hostId).where(sql`remove_remote = 1`),
  ],
);

/** Keys of submissions whose job was deleted: the same form sent again must not run its script again. */
export const spentSubmissions = sqliteTable(
  "spent_submissions",
  {
    ownerId: text("owner_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    submissionKey: text("submission_key").notNull(),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.submissionKey] })],
);

/** Apart from `jobs`, so that its rows stay short: a poll rewrites them, and a list reads many. */
export const jobScripts = sqliteTable("job_scripts", {
  seq: integer("seq").primaryKey().references(() => jobs.seq, { onDelete: "cascade" }),
  script: text("script").notNull(),
  batchScript: text("batch_script"),
  /** Null where no variable is set. */
  sealedEnvironment: text("sealed_environment"),
});

/** Written before the network is touched. `nonce` marks the attempt's folder and process on the host. */
export const attempts = sqliteTable(
  "attempts",
  {
    id: text("id").primaryKey(),
    jobId: text("job_id").notNull().references(() => jobs.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    nonce: text("nonce").notNull(),
    beganAt: moment("began_at").notNull(),
    startedAt: moment("started_at"),
    outcome: text("outcome"),
  },
  (table) => [uniqueIndex("attempts_by_job").on(table.jobId, table.number)],
);

export const jobEvents = sqliteTable(
  "job_events",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    jobId: text("job_id").notNull().references(() => jobs.id, { onDelete: "cascade" }),
    at: moment("at").notNull(),
    kind: text("kind").$type<JobEventKind>().notNull(),
    state: text("state").$type<JobState>(),
    text: text("text"),
  },
  (table) => [index("job_events_by_job").on(table.jobId, table.id)],
);

export const jobFiles = sqliteTable(
  "job_files",
  {
    id: text("id").primaryKey(),
    jobId: text("job_id").notNull().references(() => jobs.id, { onDelete: "cascade" }),
    kind: text("kind").$type<JobFileKind>().notNull(),
    path: text("path").notNull(),
    size: integer("size").notNull(),
    modifiedAt: moment("modified_at"),
    sha256: text("sha256"),
    executable: flag("executable").notNull().default(false),
    place: text("place").$type<JobFilePlace>().notNull(),
    note: text("note"),
  },
  (table) => [uniqueIndex("job_files_by_path").on(table.jobId, table.path, table.kind)],
);

/** An input file on its way: written by tus, linked into the job on submit, swept when forgotten. */
export const uploads = sqliteTable(
  "uploads",
  {
    id: text("id").primaryKey(),
    ownerId: text("owner_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    size: integer("size").notNull(),
    sha256: text("sha256"),
    createdAt: moment("created_at").notNull(),
    finishedAt: moment("finished_at"),
  },
  (table) => [index("uploads_by_age").on(table.createdAt)],
);
