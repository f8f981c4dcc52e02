import { and, count, eq, inArray } from "drizzle-orm";
import { jobTasks } from "@/drizzle/batch-schema";
import { jobs } from "@/drizzle/schema";
import type { JobId } from "@/lib/domain/ids";
import { canMove, jobStates } from "@/lib/domain/job-state";
import type { Task, TaskCounts } from "@/lib/domain/task";
import type { Store } from "../store";
import { write, writeRelaxed } from "../transaction";

export type TaskMove = Pick<Task, "index" | "state"> & Partial<Omit<Task, "index" | "state" | "parameters">>;

/** Moves tasks forward and counts anew; answers the indexes of those that moved, and the counts. */
export function moveTasks(store: Store, id: JobId, moves: readonly TaskMove[], at: Date): { moved: number[]; counts: TaskCounts } {
  return write(store.database, () => {
    const moved = moves.filter((move) => moveOne(store, id, move, at)).map(({ index }) => index);
    const counts = countTasks(store, id);
    if (moved.length > 0) store.database.update(jobs).set({ tasks: counts }).where(eq(jobs.id, id)).run();
    return { moved, counts };
  });
}

/** Notes what changes no state: a native id, why it waits, that it was heard of. */
export function noteTasks(store: Store, id: JobId, notes: readonly (Pick<Task, "index"> & Partial<Omit<Task, "index" | "state" | "parameters">>)[]): void {
  if (notes.length === 0) return;
  writeRelaxed(store.database, () => {
    for (const { index, ...values } of notes) {
      store.database
        .update(jobTasks)
        .set(values)
        .where(and(eq(jobTasks.jobId, id), eq(jobTasks.index, index)))
        .run();
    }
  });
}

export function countTasks(store: Store, id: JobId): TaskCounts {
  const rows = store.database.select({ state: jobTasks.state, amount: count() }).from(jobTasks).where(eq(jobTasks.jobId, id)).groupBy(jobTasks.state).all();
  return Object.fromEntries(rows.map(({ state, amount }) => [state, amount]));
}

function moveOne(store: Store, id: JobId, { index, state, ...facts }: TaskMove, at: Date): boolean {
  const before = jobStates.filter((from) => canMove(from, state));
  const moved = store.database
    .update(jobTasks)
    .set({ queueReason: null, silence: null, heardAt: at, ...facts, state })
    .where(and(eq(jobTasks.jobId, id), eq(jobTasks.index, index), inArray(jobTasks.state, before)))
    .run();
  return moved.changes > 0;
}
