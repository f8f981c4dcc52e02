import { randomUUID } from "node:crypto";
import type { Core, EngineEvent } from "./core";
import { endWait, type StepResult } from "./save-step";
import { storeEvent } from "./store-event";

export type Ending = "completed" | "failed" | "canceled";

interface EndedRun {
  fn_id: string;
  event: string;
  parent_run: string | null;
  parent_step: string | null;
}

/** Ends a run with the JSON of its result or error, tells the run that invoked it, and sends the internal events. */
export function finishRun(core: Core, runId: string, ending: Ending, output: string): void {
  const run = core.db.get<EndedRun>(
    `UPDATE run SET status = ?, ended_at = ?, output = ? WHERE id = ? AND ended_at IS NULL
     RETURNING fn_id, event, parent_run, parent_step`,
    ending,
    core.now(),
    output,
    runId,
  );
  if (!run) return;

  if (ending === "failed") core.log("warn", "a function failed", { fnId: run.fn_id, runId, error: output });
  core.db.run("DELETE FROM work WHERE run_id = ?", runId);
  core.db.run("DELETE FROM wait WHERE run_id = ?", runId);

  const outcome: unknown = JSON.parse(output);
  if (run.parent_run && run.parent_step) {
    const result: StepResult =
      ending === "completed" ? { type: "data", data: outcome } : { type: "error", error: outcome };
    endWait(core, run.parent_run, run.parent_step, result);
  }

  announce(core, runId, run, ending, outcome);
}

function announce(core: Core, runId: string, run: EndedRun, ending: Ending, outcome: unknown): void {
  const event = JSON.parse(run.event) as EngineEvent;
  if (event.name === "inngest/function.failed" || event.name === "inngest/function.finished") return;

  const data = {
    function_id: run.fn_id,
    run_id: runId,
    event,
    events: [event],
    ...(ending === "completed" && { result: outcome }),
    ...(ending === "failed" && { error: outcome }),
  };

  for (const name of namesOf(ending)) {
    if (hasListener(core, name)) storeEvent(core, { id: randomUUID(), name, ts: core.now(), data });
  }
}

function namesOf(ending: Ending): string[] {
  const finished = "inngest/function.finished";
  if (ending === "failed") return [finished, "inngest/function.failed"];
  return ending === "canceled" ? [finished, "inngest/function.cancelled"] : [finished];
}

function hasListener(core: Core, name: string): boolean {
  for (const { triggers, cancels } of core.functions.values()) {
    if ([...triggers, ...cancels].some(({ event }) => event === name)) return true;
  }
  return core.db.get("SELECT 1 FROM wait WHERE event_name = ?", name) !== undefined;
}
