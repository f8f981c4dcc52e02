import { eq, sql } from "drizzle-orm";
import { hosts, jobs, jobScripts } from "@/drizzle/schema";
import type { HostId, JobId, UserId } from "@/lib/domain/ids";
import type { EnvironmentVariable, Job, JobSummary } from "@/lib/domain/job";
import type { Store } from "../store";

const summaryColumns = {
  id: sql<JobId>`${jobs.id}`,
  hostId: sql<HostId>`${jobs.hostId}`,
  hostName: hosts.name,
  name: jobs.name,
  description: jobs.description,
  scriptName: jobs.scriptName,
  state: jobs.state,
  waitReason: jobs.waitReason,
  queueState: jobs.queueState,
  queueReason: jobs.queueReason,
  taskCount: jobs.taskCount,
  tasks: jobs.tasks,
  endReason: jobs.endReason,
  exitCode: jobs.exitCode,
  signal: jobs.signal,
  silence: jobs.silence,
  heardAt: jobs.heardAt,
  submittedAt: jobs.submittedAt,
  startedAt: jobs.startedAt,
  endedAt: jobs.endedAt,
  cancelRequestedAt: jobs.cancelRequestedAt,
};

const jobColumns = {
  ...summaryColumns,
  ownerId: sql<UserId>`${jobs.ownerId}`,
  script: jobScripts.script,
  interpreter: jobs.interpreter,
  arguments: jobs.arguments,
  sealedEnvironment: jobScripts.sealedEnvironment,
  workingDirectory: jobs.workingDirectory,
  directory: jobs.directory,
  walltimeSeconds: jobs.walltimeSeconds,
  scheduler: jobs.scheduler,
  resources: jobs.resources,
  batchScript: jobScripts.batchScript,
  tasksAtOnce: jobs.tasksAtOnce,
  expectedStartAt: jobs.expectedStartAt,
  nodes: jobs.nodes,
  usage: jobs.usage,
  mailWish: jobs.mailWish,
  failure: jobs.failure,
  nativeId: jobs.nativeId,
  attempt: sql<number>`coalesce((SELECT max(number) FROM attempts WHERE attempts.job_id = ${jobs.id}), 0)`,
  resubmittedFrom: sql<JobId | null>`${jobs.resubmittedFrom}`,
  stdoutSize: jobs.stdoutSize,
  stderrSize: jobs.stderrSize,
};

/** Without script and environment, and with `seq`, which orders the history. */
export function selectSummaries(store: Store) {
  return store.database
    .select({ ...summaryColumns, seq: jobs.seq })
    .from(jobs)
    .innerJoin(hosts, eq(hosts.id, jobs.hostId));
}

export function selectJobs(store: Store) {
  return store.database
    .select(jobColumns)
    .from(jobs)
    .innerJoin(hosts, eq(hosts.id, jobs.hostId))
    .innerJoin(jobScripts, eq(jobScripts.seq, jobs.seq));
}

type JobRow = Omit<Job, "environment"> & { sealedEnvironment: string | null };

export function toJob(store: Store, { sealedEnvironment, ...row }: JobRow): Job {
  return { ...row, environment: openEnvironment(store, row.id, sealedEnvironment) };
}

export function toSummary({ seq: _seq, ...summary }: JobSummary & { seq: number }): JobSummary {
  return summary;
}

export function sealEnvironment(store: Store, id: JobId, environment: readonly EnvironmentVariable[]): string | null {
  if (environment.length === 0) return null;
  const pairs = environment.map(({ name, value }) => [name, value]);
  return store.vault.seal({ purpose: "job environment", id }, JSON.stringify(pairs));
}

function openEnvironment(store: Store, id: JobId, sealed: string | null): EnvironmentVariable[] {
  if (sealed === null) return [];
  const pairs = JSON.parse(store.vault.open({ purpose: "job environment", id }, sealed)) as [string, string][];
  return pairs.map(([name, value]) => ({ name, value }));
}
