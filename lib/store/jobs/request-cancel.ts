import { and, inArray, isNull } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import type { JobId, UserId } from "@/lib/domain/ids";
import { unfinishedStates } from "@/lib/domain/job-state";
import type { Store } from "../store";
import { write } from "../transaction";
import { addEvent } from "./add-event";
import { isOwn } from "./job-conditions";

/** Asking twice notes it once, and answers the job again, so that a cancel that got stuck can be pushed on. */
export function requestCancel(store: Store, owner: UserId, ids: readonly JobId[], at: Date): JobId[] {
  return write(store.database, () => ids.filter((id) => requestOne(store, owner, id, at)));
}

function requestOne(store: Store, owner: UserId, id: JobId, at: Date): boolean {
  const isLive = and(isOwn(owner, id), inArray(jobs.state, unfinishedStates));
  const noted = store.database
    .update(jobs)
    .set({ cancelRequestedAt: at })
    .where(and(isLive, isNull(jobs.cancelRequestedAt)))
    .run();
  if (noted.changes > 0) {
    addEvent(store, { jobId: id, at, kind: "asked", text: "Cancel asked for." });
    return true;
  }
  return store.database.select({ id: jobs.id }).from(jobs).where(isLive).get() !== undefined;
}
