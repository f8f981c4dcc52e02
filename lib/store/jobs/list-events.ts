import { and, asc, eq, gt } from "drizzle-orm";
import { jobEvents, jobs } from "@/drizzle/schema";
import type { JobId, UserId } from "@/lib/domain/ids";
import type { JobEvent } from "@/lib/domain/job-event";
import type { Store } from "../store";
import { isOwn } from "./job-conditions";

export function listEvents(store: Store, owner: UserId, id: JobId, afterId = 0): JobEvent[] {
  return store.database
    .select({ id: jobEvents.id, at: jobEvents.at, kind: jobEvents.kind, state: jobEvents.state, text: jobEvents.text })
    .from(jobEvents)
    .innerJoin(jobs, eq(jobs.id, jobEvents.jobId))
    .where(and(isOwn(owner, id), eq(jobEvents.jobId, id), gt(jobEvents.id, afterId)))
    .orderBy(asc(jobEvents.id))
    .all()
    .map((event) => ({ ...event, jobId: id }));
}
