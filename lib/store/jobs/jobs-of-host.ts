import { and, eq, gte, inArray, isNotNull, isNull, notExists, or, sql } from "drizzle-orm";
import { jobEvents, jobs } from "@/drizzle/schema";
import type { HostId, JobId } from "@/lib/domain/ids";
import type { BatchKind } from "@/lib/domain/scheduler-kind";
import { preparedFor } from "../prepared";
import type { Store } from "../store";
import { isToRemove, isUnfinished, isWithoutUsage } from "./job-conditions";

const onHost = preparedFor((store) =>
  store.database
    .select({
      id: sql<JobId>`${jobs.id}`,
      hostId: sql<HostId>`${jobs.hostId}`,
      state: jobs.state,
      directory: jobs.directory,
      nativeId: jobs.nativeId,
      scheduler: jobs.scheduler,
      taskCount: jobs.taskCount,
      queueState: jobs.queueState,
      queueReason: jobs.queueReason,
      expectedStartAt: jobs.expectedStartAt,
      nodes: jobs.nodes,
      cancelRequestedAt: jobs.cancelRequestedAt,
      submittedAt: jobs.submittedAt,
      startedAt: jobs.startedAt,
      heardAt: jobs.heardAt,
      silence: jobs.silence,
      stdoutSize: jobs.stdoutSize,
      stderrSize: jobs.stderrSize,
    })
    .from(jobs)
    .where(and(eq(jobs.hostId, sql.placeholder("hostId")), isUnfinished, inArray(jobs.state, ["queued", "active"])))
    .orderBy(sql`+${jobs.seq}`)
    .prepare(),
);

/** queued and active, oldest first. */
export function jobsOnHost(store: Store, hostId: HostId) {
  return onHost(store).all({ hostId });
}

export function unfinishedOfHost(store: Store, hostId: HostId) {
  return selectShort(store)
    .where(and(eq(jobs.hostId, hostId), isUnfinished))
    .orderBy(sql`+${jobs.seq}`)
    .all()
    .map(toShort);
}

/** Deleted ones whose folder on the host is still there. */
export function toRemoveOfHost(store: Store, hostId: HostId) {
  return selectShort(store)
    .where(and(eq(jobs.hostId, hostId), isToRemove))
    .orderBy(sql`+${jobs.seq}`)
    .all()
    .map(toShort);
}

/** Jobs that wait for somebody's work and whose last event is older than `before`, on any host, oldest first. */
export function stuckJobs(store: Store, before: Date) {
  const recent = store.database
    .select({ id: jobEvents.id })
    .from(jobEvents)
    .where(and(eq(jobEvents.jobId, jobs.id), gte(jobEvents.at, before)));
  return selectShort(store)
    .where(and(isUnfinished, or(inArray(jobs.state, ["new", "stage_in", "stage_out"]), isNotNull(jobs.cancelRequestedAt)), notExists(recent)))
    .orderBy(sql`+${jobs.seq}`)
    .all()
    .map(toShort);
}

/** Ended after `since` in a batch system, and nothing known of what they used. */
export function jobsWithoutUsage(store: Store, hostId: HostId, since: Date) {
  return store.database
    .select({ id: sql<JobId>`${jobs.id}`, nativeId: sql<string>`${jobs.nativeId}`, scheduler: sql<BatchKind>`${jobs.scheduler}` })
    .from(jobs)
    .where(and(eq(jobs.hostId, hostId), gte(jobs.endedAt, since), isWithoutUsage, eq(jobs.taskCount, 0), isNotNull(jobs.nativeId), isNull(jobs.deletedAt)))
    .all();
}

function selectShort(store: Store) {
  return store.database
    .select({
      id: jobs.id,
      hostId: jobs.hostId,
      state: jobs.state,
      cancelRequestedAt: jobs.cancelRequestedAt,
      submittedAt: jobs.submittedAt,
      waitReason: jobs.waitReason,
    })
    .from(jobs);
}

function toShort<Row extends { id: string; hostId: string }>(row: Row) {
  return { ...row, id: row.id as JobId, hostId: row.hostId as HostId };
}
