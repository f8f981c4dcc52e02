import { randomUUID } from "node:crypto";
import type { Op } from "./call-function";
import type { Core, EngineEvent, Flight } from "./core";
import { createRun } from "./create-run";
import { compile } from "./expression";
import { finishRun } from "./finish-run";
import { momentAfter } from "./moment";
import { callAgain, endWait, saveStep } from "./save-step";

const KNOWN = ["Step", "StepRun", "StepError", "StepFailed", "StepPlanned", "Sleep", "WaitForEvent", "InvokeFunction", "RunComplete"];

/** Does one thing that a run asks for, or keeps one that it reports; doing it again changes nothing. */
export function applyOp(core: Core, flight: Flight, op: Op): void {
  switch (op.op) {
    case "Step":
    case "StepRun":
      saveStep(core, flight.runId, op.id, { type: "data", data: op.data ?? null });
      return callAgain(core, flight.runId);
    case "StepError":
    case "StepFailed":
      saveStep(core, flight.runId, op.id, { type: "error", error: op.error ?? op.data ?? {} });
      return callAgain(core, flight.runId);
    case "StepPlanned":
      return planStep(core, flight, op);
    case "Sleep":
      return void startWait(core, flight, op, { kind: "sleep", timeout: op.name ?? "" });
    case "WaitForEvent":
      return void startWait(core, flight, op, { kind: "event", timeout: op.opts?.timeout, event: op.name });
    case "InvokeFunction":
      return invoke(core, flight, op);
    case "RunComplete":
      return finishRun(core, flight.runId, "completed", JSON.stringify(op.data ?? null));
  }
}

/** Why the engine cannot honour this: what a run asks for is only known when it asks. */
export function refusalOf({ op, id, name, opts }: Op): string | undefined {
  if (!KNOWN.includes(op)) return `The embedded engine does not support ${op} (step "${name ?? id}").`;
  try {
    momentAfter(op === "Sleep" ? name : opts?.timeout, 0);
    if (opts?.if !== undefined) compile(opts.if, ["event", "async"]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return undefined;
}

function planStep(core: Core, { runId }: Flight, op: Op): void {
  core.db.run(
    `INSERT INTO work (run_id, fn_id, slot, step_id, due_at)
     SELECT id, fn_id, slot, ?, created_at FROM run
     WHERE id = ? AND NOT EXISTS (SELECT 1 FROM step WHERE run_id = ? AND step_id = ?)
     ON CONFLICT DO NOTHING`,
    op.id,
    runId,
    runId,
    op.id,
  );
}

interface Wait {
  kind: "sleep" | "event" | "invoke";
  timeout?: string;
  event?: string;
}

/** False when that step waits already, or has ended. */
function startWait(core: Core, { runId }: Flight, op: Op, wait: Wait): boolean {
  const started = core.db.run(
    `INSERT INTO wait (run_id, step_id, kind, event_name, expression, expires_at)
     SELECT ?, ?, ?, ?, ?, ?
     WHERE NOT EXISTS (SELECT 1 FROM step WHERE run_id = ? AND step_id = ?)
     ON CONFLICT DO NOTHING`,
    runId,
    op.id,
    wait.kind,
    wait.event ?? null,
    op.opts?.if ?? null,
    momentAfter(wait.timeout, core.now()),
    runId,
    op.id,
  );
  return started === 1;
}

function invoke(core: Core, flight: Flight, op: Op): void {
  if (!startWait(core, flight, op, { kind: "invoke", timeout: op.opts?.timeout })) return;

  const parent = { runId: flight.runId, stepId: op.id };
  const invoked = core.functions.get(op.opts?.function_id ?? "");
  const event: EngineEvent = {
    id: randomUUID(),
    name: "inngest/function.invoked",
    ts: core.now(),
    data: op.opts?.payload?.data ?? {},
  };
  if (invoked && createRun(core, invoked, event, { parent })) return;

  const message = invoked
    ? `The function "${op.opts?.function_id}" was not invoked: its idempotency or singleton forbids another run now.`
    : `could not find function with ID: ${op.opts?.function_id}`;
  endWait(core, parent.runId, parent.stepId, { type: "error", error: { name: "Error", message } });
}
