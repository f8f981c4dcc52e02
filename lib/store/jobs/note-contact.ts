import { and, eq, inArray, isNull, ne, or } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import type { JobId } from "@/lib/domain/ids";
import { unfinishedStates } from "@/lib/domain/job-state";
import type { Store } from "../store";
import { writeRelaxed } from "../transaction";
import { addEvent } from "./add-event";
import { isAmong } from "./job-conditions";

export function noteHeard(store: Store, ids: readonly JobId[], at: Date): void {
  if (ids.length === 0) return;
  writeRelaxed(store.database, () => {
    store.database.update(jobs).set({ heardAt: at, silence: null }).where(isAmong(ids)).run();
  });
}

/** An event only when the sentence is new. */
export function noteSilence(store: Store, id: JobId, sentence: string, at: Date): void {
  writeRelaxed(store.database, () => {
    const isNews = or(isNull(jobs.silence), ne(jobs.silence, sentence));
    const noted = store.database
      .update(jobs)
      .set({ silence: sentence })
      .where(and(eq(jobs.id, id), inArray(jobs.state, unfinishedStates), isNews))
      .run();
    if (noted.changes > 0) addEvent(store, { jobId: id, at, kind: "note", text: sentence });
  });
}
