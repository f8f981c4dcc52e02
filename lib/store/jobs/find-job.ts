import { and, eq, isNull, sql } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import type { JobId, UserId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import { preparedFor } from "../prepared";
import type { Store } from "../store";
import { isToRemove } from "./job-conditions";
import { selectJobs, toJob } from "./job-row";

const isAsked = eq(jobs.id, sql.placeholder("id"));
const anyJob = preparedFor((store) => selectJobs(store).where(isAsked).prepare());
const keptJob = preparedFor((store) =>
  selectJobs(store)
    .where(and(isAsked, isNull(jobs.deletedAt)))
    .prepare(),
);
const ownJob = preparedFor((store) =>
  selectJobs(store)
    .where(and(isAsked, eq(jobs.ownerId, sql.placeholder("owner")), isNull(jobs.deletedAt)))
    .prepare(),
);
const jobToRemove = preparedFor((store) =>
  selectJobs(store)
    .where(and(isAsked, isToRemove))
    .prepare(),
);

export function findOwnJob(store: Store, owner: UserId, id: JobId): Job | undefined {
  const row = ownJob(store).get({ id, owner });
  return row && toJob(store, row);
}

export function findJob(store: Store, id: JobId): Job | undefined {
  const row = keptJob(store).get({ id });
  return row && toJob(store, row);
}

/** A deleted one whose folder on the host is still there. */
export function findJobToRemove(store: Store, id: JobId): Job | undefined {
  const row = jobToRemove(store).get({ id });
  return row && toJob(store, row);
}

/** Deleted ones too, while their folder on the host is still to be removed. */
export function getJob(store: Store, id: JobId): Job {
  const row = anyJob(store).get({ id });
  if (!row) throw new AppError("not_found", "This job does not exist any more: its owner deleted it.");
  return toJob(store, row);
}
