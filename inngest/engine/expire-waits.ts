import type { Core } from "./core";
import { endWait, type StepResult } from "./save-step";
import { transition } from "./transition";

const BATCH = 500;
const NOTHING: StepResult = { type: "data", data: null };
const TOO_LATE: StepResult = {
  type: "error",
  error: { name: "InngestInvokeTimeoutError", message: "Timed out waiting for invoked function to complete" },
};

/** Ends the sleeps that are over and the waits that nothing came in for. */
export function expireWaits(core: Core): void {
  const waits = core.db.all<{ run_id: string; step_id: string; kind: string }>(
    "SELECT run_id, step_id, kind FROM wait WHERE expires_at <= ? ORDER BY expires_at LIMIT ?",
    core.now(),
    BATCH,
  );
  if (waits.length === 0) return;

  transition(core, () => {
    for (const { run_id, step_id, kind } of waits) endWait(core, run_id, step_id, kind === "invoke" ? TOO_LATE : NOTHING);
  });
}
