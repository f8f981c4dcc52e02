import { applyOp, refusalOf } from "./apply-op";
import type { Answer } from "./call-function";
import type { Core, Flight, FunctionPlan } from "./core";
import { finishRun } from "./finish-run";
import { planRetry, planSameAttempt } from "./plan-retry";
import { callAgain } from "./save-step";
import { isUnderway } from "./underway";

/** The real server's limit; a run's whole state is sent with every call. */
const MOST_STEPS = 1_000;
const ASK_AGAIN_MS = 1_000;

/** Turns the answer to one call into the run's next state. Must be inside a transition. */
export function applyAnswer(core: Core, plan: FunctionPlan, flight: Flight, answer: Answer): void {
  const isExpected = core.db.get("SELECT 1 FROM work WHERE id = ? AND attempt = ?", flight.id, flight.attempt);
  if (!isExpected) return; // its run has ended meanwhile

  if (answer.kind === "fault") return planSameAttempt(core, flight);
  if (answer.kind === "result") return finishRun(core, flight.runId, "completed", answer.json);

  const mayRetry = answer.mayRetry && flight.attempt + 1 < plan.maxAttempts;
  const hasFailed = answer.kind === "error" || answer.ops.some(({ op }) => op === "StepError");
  if (hasFailed && mayRetry) return planRetry(core, flight, answer.retryAfter);

  if (answer.kind === "error") return finishRun(core, flight.runId, "failed", answer.json);
  applyOps(core, flight, answer);
}

function applyOps(core: Core, flight: Flight, { ops }: Answer & { kind: "ops" }): void {
  const refused = ops.map(refusalOf).find((why) => why !== undefined) ?? refusalOfLength(core, flight);
  if (refused) return finishRun(core, flight.runId, "failed", JSON.stringify({ name: "Error", message: refused }));

  core.db.run("DELETE FROM work WHERE id = ?", flight.id);
  if (flight.again || flight.stepId !== "") callAgain(core, flight.runId);
  for (const op of ops) applyOp(core, flight, op);

  // Nothing new was asked for, and nothing is awaited: rather ask again than let the run lie for ever.
  if (!isUnderway(core, flight.runId)) callAgain(core, flight.runId, core.now() + ASK_AGAIN_MS);
}

function refusalOfLength(core: Core, { runId }: Flight): string | undefined {
  const steps = core.db.get<{ count: number }>("SELECT count(*) AS count FROM step WHERE run_id = ?", runId);
  return steps && steps.count >= MOST_STEPS ? `The function run exceeded the step limit of ${MOST_STEPS} steps.` : undefined;
}
