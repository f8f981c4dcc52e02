import { and, eq, inArray } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import type { JobId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import type { Store } from "../store";
import { writeRelaxed } from "../transaction";

export type QueueNote = Pick<Job, "id" | "queueState" | "queueReason" | "expectedStartAt" | "nodes">;

/** What the scheduler said of jobs that go on as they are: proof that they are there, so it clears `silence`. */
export function noteQueue({ database }: Store, sights: readonly QueueNote[], at: Date): void {
  if (sights.length === 0) return;
  writeRelaxed(database, () => {
    for (const { id, ...values } of sights) {
      database
        .update(jobs)
        .set({ ...values, heardAt: at, silence: null })
        .where(and(eq(jobs.id, id as JobId), inArray(jobs.state, ["queued", "active"])))
        .run();
    }
  });
}
