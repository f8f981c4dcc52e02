import type { Core } from "./core";

/** What the SDK is sent for a finished step. */
export type StepResult = { type: "data"; data: unknown } | { type: "error"; error: unknown };

/** The first result of a step is the one that stays. */
export function saveStep(core: Core, runId: string, stepId: string, result: StepResult): void {
  core.db.run(
    "INSERT OR IGNORE INTO step (run_id, step_id, result) VALUES (?, ?, ?)",
    runId,
    stepId,
    JSON.stringify(result),
  );
}

/** Ends a wait with its result and lets its run go on; false when nobody waits there any more. */
export function endWait(core: Core, runId: string, stepId: string, result: StepResult): boolean {
  if (core.db.run("DELETE FROM wait WHERE run_id = ? AND step_id = ?", runId, stepId) === 0) return false;
  saveStep(core, runId, stepId, result);
  callAgain(core, runId);
  return true;
}

/** Plans a look at the whole function. Due since the run's start, so that older runs end first. */
export function callAgain(core: Core, runId: string, dueAt?: number): void {
  const planned = core.db.run(
    `INSERT INTO work (run_id, fn_id, slot, step_id, due_at)
     SELECT id, fn_id, slot, '', coalesce(?, created_at) FROM run WHERE id = ? AND ended_at IS NULL
     ON CONFLICT DO NOTHING`,
    dueAt ?? null,
    runId,
  );
  if (planned === 1) return;

  for (const flight of core.flights.values()) {
    if (flight.runId === runId && flight.stepId === "") flight.again = true;
  }
}
