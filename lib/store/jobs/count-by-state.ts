import { and, count, eq, isNull } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import type { UserId } from "@/lib/domain/ids";
import type { JobState } from "@/lib/domain/job-state";
import type { Store } from "../store";

export function countByState(store: Store, owner: UserId): Partial<Record<JobState, number>> {
  const rows = store.database
    .select({ state: jobs.state, count: count() })
    .from(jobs)
    .where(and(eq(jobs.ownerId, owner), isNull(jobs.deletedAt)))
    .groupBy(jobs.state)
    .all();
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}
