import { and, inArray, isNotNull, sql } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import type { JobId, UserId } from "@/lib/domain/ids";
import { unfinishedStates } from "@/lib/domain/job-state";
import type { Store } from "../store";
import { write } from "../transaction";
import { addEvent } from "./add-event";
import { isOwn } from "./job-conditions";

export function closeAsLost(store: Store, owner: UserId, id: JobId, at: Date): boolean {
  return write(store.database, () => {
    const closed = store.database
      .update(jobs)
      .set({
        state: "failed",
        endReason: "lost",
        failure: sql`${jobs.silence}`,
        endedAt: sql`coalesce(${jobs.endedAt}, ${at.getTime()})`,
        silence: null,
        waitReason: null,
      })
      .where(and(isOwn(owner, id), isNotNull(jobs.silence), inArray(jobs.state, unfinishedStates)))
      .run();
    if (closed.changes === 0) return false;

    addEvent(store, { jobId: id, at, kind: "asked", text: "Its owner closed it as lost." });
    addEvent(store, { jobId: id, at, kind: "state", state: "failed", text: null });
    return true;
  });
}
