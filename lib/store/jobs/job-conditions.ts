import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import type { JobId, UserId } from "@/lib/domain/ids";
import { canMove, jobStates, type JobState } from "@/lib/domain/job-state";

/** An owner's job that was not deleted. */
export function isOwn(owner: UserId, id: JobId) {
  return and(eq(jobs.ownerId, owner), eq(jobs.id, id), isNull(jobs.deletedAt));
}

/** Spelled out, since SQLite takes the index `jobs_unfinished` only for the very words it was made with. */
export const isUnfinished = sql`${jobs.state} IN ('new', 'stage_in', 'queued', 'active', 'stage_out')`;

/** The words of the index `jobs_without_usage`. */
export const isWithoutUsage = sql`${jobs.usage} IS NULL AND ${jobs.scheduler} <> 'shell'`;

export const isToRemove = sql`${jobs.removeRemote} = 1`;

/** However many they are: one parameter. */
export function isAmong(ids: readonly JobId[]) {
  return sql`${jobs.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
}

export function statesBefore(to: JobState): JobState[] {
  return jobStates.filter((state) => canMove(state, to));
}

export function mayMoveTo(id: JobId, to: JobState) {
  return and(eq(jobs.id, id), inArray(jobs.state, statesBefore(to)));
}
