import { and, desc, eq, isNull } from "drizzle-orm";
import { attempts, jobs } from "@/drizzle/schema";
import { newId, type AttemptId, type JobId } from "@/lib/domain/ids";
import type { Store } from "../store";
import { write } from "../transaction";

export interface Attempt {
  id: AttemptId;
  jobId: JobId;
  number: number;
  nonce: string;
  beganAt: Date;
  startedAt: Date | null;
}

/** The open attempt of a job. On the disk before it is answered: its nonce must outlive whatever happens next. */
export function attemptJob(store: Store, jobId: JobId, at: Date): Attempt {
  return write(store.database, () => {
    const last = store.database.select().from(attempts).where(eq(attempts.jobId, jobId)).orderBy(desc(attempts.number)).limit(1).get();
    if (last && last.outcome === null) {
      return { id: last.id as AttemptId, jobId, number: last.number, nonce: last.nonce, beganAt: last.beganAt, startedAt: last.startedAt };
    }

    const attempt: Attempt = { id: newId(), jobId, number: (last?.number ?? 0) + 1, nonce: newId(24), beganAt: at, startedAt: null };
    store.database.insert(attempts).values(attempt).run();
    return attempt;
  });
}

export function setStarted(store: Store, jobId: JobId, nativeId: string, at: Date): void {
  write(store.database, () => {
    store.database.update(jobs).set({ nativeId, heardAt: at }).where(eq(jobs.id, jobId)).run();
    store.database
      .update(attempts)
      .set({ startedAt: at })
      .where(and(eq(attempts.jobId, jobId), isNull(attempts.outcome), isNull(attempts.startedAt)))
      .run();
  });
}

/** The attempt came to nothing, provably: the next call of `attemptJob` makes another. */
export function giveUpAttempt(store: Store, jobId: JobId, outcome: string): void {
  write(store.database, () => {
    store.database
      .update(attempts)
      .set({ outcome })
      .where(and(eq(attempts.jobId, jobId), isNull(attempts.outcome)))
      .run();
  });
}
