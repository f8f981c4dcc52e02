import { sql } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import type { Move } from "@/lib/domain/evidence";
import type { JobId } from "@/lib/domain/ids";
import { isFinal } from "@/lib/domain/job-state";
import type { Store } from "../store";
import { write } from "../transaction";
import { addEvent } from "./add-event";
import { mayMoveTo } from "./job-conditions";

export type AnyMove = Omit<Move, "to"> & { to: Move["to"] | "stage_in" | "queued" };

/** False when the job is already there or further: of two that try, the database lets one through. */
export function moveJob(store: Store, id: JobId, move: AnyMove, at: Date): boolean {
  return write(store.database, () => {
    const moved = store.database
      .update(jobs)
      .set({ ...factsOf(move, at), state: move.to, waitReason: null, queueState: null, queueReason: null, expectedStartAt: null, silence: null })
      .where(mayMoveTo(id, move.to))
      .run();
    if (moved.changes === 0) return false;

    const text = move.text ?? move.failure ?? null;
    addEvent(store, { jobId: id, at, kind: "state", state: move.to, text });
    return true;
  });
}

/** Drizzle leaves out what is undefined. */
function factsOf(move: AnyMove, at: Date) {
  return {
    // The host itself said so: these moves come of the wrapper's first line or of its exit file.
    heardAt: move.to === "active" || move.to === "stage_out" ? at : undefined,
    startedAt: move.startedAt,
    endedAt: move.endedAt ?? (isFinal(move.to) ? sql`coalesce(${jobs.endedAt}, ${at.getTime()})` : undefined),
    exitCode: move.exitCode,
    signal: move.signal,
    endReason: move.endReason,
    failure: move.failure,
    usage: move.usage,
    nodes: move.nodes,
  };
}
