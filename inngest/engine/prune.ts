import type { Core } from "./core";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const KEPT_MS = 3 * DAY;
const MOST_KEPT = 20_000;
const BATCH = 500;

export const PRUNE_EVERY_MS = 10 * 60_000;

/** Forgets a batch of ended runs past three days or the newest 20,000, and matched events; true when more are left. */
export function prune(core: Core): boolean {
  const now = core.now();
  const tooMany = core.db.get<{ ended_at: number }>(
    "SELECT ended_at FROM run WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1 OFFSET ?",
    MOST_KEPT,
  );

  return core.db.transact(() => {
    const runs = core.db.all<{ id: string }>(
      `SELECT id FROM run WHERE ended_at <= ? AND (idempotency_key IS NULL OR created_at <= ?)
       ORDER BY ended_at LIMIT ?`,
      Math.max(now - KEPT_MS, tooMany?.ended_at ?? 0),
      now - DAY,
      BATCH,
    );
    for (const { id } of runs) {
      core.db.run("DELETE FROM step WHERE run_id = ?", id);
      core.db.run("DELETE FROM run WHERE id = ?", id);
    }

    // An event outlives its match only to recognise its own repetition.
    const events = core.db.run(
      `DELETE FROM event WHERE seq IN (
         SELECT seq FROM event WHERE received_at <= ? AND matched = 1 AND (sender_id IS NULL OR received_at <= ?)
         ORDER BY received_at LIMIT ?)`,
      now - HOUR,
      now - DAY,
      BATCH,
    );
    return runs.length === BATCH || events === BATCH;
  });
}
