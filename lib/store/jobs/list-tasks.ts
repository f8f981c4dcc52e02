import { and, asc, eq, inArray } from "drizzle-orm";
import { jobTasks } from "@/drizzle/batch-schema";
import type { JobId } from "@/lib/domain/ids";
import { unfinishedStates } from "@/lib/domain/job-state";
import type { Task } from "@/lib/domain/task";
import type { Store } from "../store";

/** By index. */
export function listTasks(store: Store, id: JobId): Task[] {
  return store.database.select().from(jobTasks).where(eq(jobTasks.jobId, id)).orderBy(asc(jobTasks.index)).all();
}

/** Those that have not ended, by index. */
export function unfinishedTasks(store: Store, id: JobId): Task[] {
  return store.database
    .select()
    .from(jobTasks)
    .where(and(eq(jobTasks.jobId, id), inArray(jobTasks.state, [...unfinishedStates])))
    .orderBy(asc(jobTasks.index))
    .all();
}
