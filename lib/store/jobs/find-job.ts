import { and, eq, isNull } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import type { JobId, UserId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import type { Store } from "../store";
import { isOwn, isToRemove } from "./job-conditions";
import { selectJobs, toJob } from "./job-row";

export function findOwnJob(store: Store, owner: UserId, id: JobId): Job | undefined {
  const row = selectJobs(store).where(isOwn(owner, id)).get();
  return row && toJob(store, row);
}

export function findJob(store: Store, id: JobId): Job | undefined {
  const row = selectJobs(store)
    .where(and(eq(jobs.id, id), isNull(jobs.deletedAt)))
    .get();
  return row && toJob(store, row);
}

/** A deleted one whose folder on the host is still there. */
export function findJobToRemove(store: Store, id: JobId): Job | undefined {
  const row = selectJobs(store)
    .where(and(eq(jobs.id, id), isToRemove))
    .get();
  return row && toJob(store, row);
}

/** Deleted ones too, while their folder on the host is still to be removed. */
export function getJob(store: Store, id: JobId): Job {
  const row = selectJobs(store).where(eq(jobs.id, id)).get();
  if (!row) throw new AppError("not_found", "This job does not exist any more: its owner deleted it.");
  return toJob(store, row);
}
