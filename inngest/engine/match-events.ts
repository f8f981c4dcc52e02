import type { Core, EngineEvent, FunctionPlan } from "./core";
import { canceledBecause, createRun } from "./create-run";
import { compile, type Expression, type Scope } from "./expression";
import { finishRun } from "./finish-run";
import { momentAfter } from "./moment";
import { endWait } from "./save-step";

interface StoredEvent {
  seq: number;
  body: string;
  received_at: number;
}

/** Hands each event that nobody has looked at yet to the runs and functions that it concerns. */
export function matchEvents(core: Core): void {
  const next = "SELECT seq, body, received_at FROM event WHERE matched = 0 ORDER BY seq LIMIT 1";

  for (let stored = core.db.get<StoredEvent>(next); stored; stored = core.db.get<StoredEvent>(next)) {
    core.db.run("UPDATE event SET matched = 1 WHERE seq = ?", stored.seq);

    const event = JSON.parse(stored.body) as EngineEvent;
    cancelRuns(core, event, stored.received_at);
    resumeWaits(core, event, stored.received_at);
    startRuns(core, event);
  }
}

function cancelRuns(core: Core, event: EngineEvent, at: number): void {
  for (const plan of core.functions.values()) {
    for (const cancel of plan.cancels.filter((each) => each.event === event.name)) {
      for (const run of activeRuns(core, plan)) {
        const inTime = cancel.timeout === undefined || momentAfter(cancel.timeout, run.created_at) > at;
        if (!inTime || !holds(cancel.when, { event: JSON.parse(run.event) as object, async: event })) continue;
        finishRun(core, run.id, "canceled", canceledBecause(`the event ${event.name} came in`));
      }
    }
  }
}

function activeRuns(core: Core, plan: FunctionPlan) {
  return core.db.all<{ id: string; event: string; created_at: number }>(
    "SELECT id, event, created_at FROM run WHERE fn_id = ? AND ended_at IS NULL",
    plan.id,
  );
}

function resumeWaits(core: Core, event: EngineEvent, at: number): void {
  const waits = core.db.all<{ run_id: string; step_id: string; expression: string | null; event: string }>(
    `SELECT w.run_id, w.step_id, w.expression, r.event FROM wait w JOIN run r ON r.id = w.run_id
     WHERE w.event_name = ? AND w.expires_at > ?`,
    event.name,
    at,
  );

  for (const wait of waits) {
    const when = wait.expression === null ? undefined : compile(wait.expression, ["event", "async"]);
    if (!holds(when, { event: JSON.parse(wait.event) as object, async: event })) continue;
    endWait(core, wait.run_id, wait.step_id, { type: "data", data: event });
  }
}

function startRuns(core: Core, event: EngineEvent): void {
  for (const plan of core.functions.values()) {
    const isMeant = plan.triggers.some((trigger) => trigger.event === event.name && holds(trigger.when, { event }));
    if (isMeant) createRun(core, plan, event, { dueAt: event.ts });
  }
}

function holds(when: Expression | undefined, scope: Scope): boolean {
  return when === undefined || when(scope) === true;
}
