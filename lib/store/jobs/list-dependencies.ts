import { and, eq, isNull, sql } from "drizzle-orm";
import { jobDependencies } from "@/drizzle/batch-schema";
import { jobs } from "@/drizzle/schema";
import type { HostId, JobId } from "@/lib/domain/ids";
import type { Store } from "../store";

/** The jobs that a job waits for, as they are now. */
export function listDependencies(store: Store, id: JobId) {
  return store.database
    .select({
      onJobId: sql<JobId>`${jobDependencies.onJobId}`,
      condition: jobDependencies.condition,
      name: jobs.name,
      state: jobs.state,
      hostId: sql<HostId | null>`${jobs.hostId}`,
      nativeId: jobs.nativeId,
      scheduler: jobs.scheduler,
    })
    .from(jobDependencies)
    .leftJoin(jobs, and(eq(jobs.id, jobDependencies.onJobId), isNull(jobs.deletedAt)))
    .where(eq(jobDependencies.jobId, id))
    .all();
}

/** Jobs that still wait for this one before they go to their host. */
export function waitingFor(store: Store, onJobId: JobId): { id: JobId; hostId: HostId }[] {
  return store.database
    .select({ id: sql<JobId>`${jobs.id}`, hostId: sql<HostId>`${jobs.hostId}` })
    .from(jobDependencies)
    .innerJoin(jobs, eq(jobs.id, jobDependencies.jobId))
    .where(and(eq(jobDependencies.onJobId, onJobId), eq(jobs.state, "new"), isNull(jobs.deletedAt)))
    .all();
}
