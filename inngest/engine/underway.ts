import type { Core } from "./core";

/** Whether a run has anything planned or awaited, this one piece of work aside. */
export function isUnderway(core: Core, runId: string, exceptWorkId = 0): boolean {
  const other = core.db.get(
    "SELECT 1 FROM work WHERE run_id = ? AND id <> ? UNION ALL SELECT 1 FROM wait WHERE run_id = ? LIMIT 1",
    runId,
    exceptWorkId,
    runId,
  );
  return other !== undefined;
}
