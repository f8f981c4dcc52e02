import { randomUUID } from "node:crypto";
import type { Core, EngineEvent, FunctionPlan } from "./core";
import type { Scope } from "./expression";
import { finishRun } from "./finish-run";

const DAY = 86_400_000;

export interface Origin {
  /** When to make its first call; epoch milliseconds. */
  dueAt?: number;
  /** The run and step that wait for its result. */
  parent?: { runId: string; stepId: string };
}

/** Starts a run, unless the function's idempotency or singleton says that there is one already. */
export function createRun(core: Core, plan: FunctionPlan, event: EngineEvent, origin: Origin = {}): boolean {
  const now = core.now();
  const scope: Scope = { event };
  const idempotencyKey = plan.idempotency ? keyOf(plan.idempotency(scope)) : null;
  const singletonKey = plan.singleton ? keyOf(plan.singleton.key?.(scope)) : null;

  if (idempotencyKey !== null && hasRunSince(core, plan, idempotencyKey, now - DAY)) return false;
  if (singletonKey !== null && !makeRoom(core, plan, singletonKey)) return false;

  const id = randomUUID();
  const slot = keyOf(plan.concurrency?.key?.(scope));
  core.db.run(
    `INSERT INTO run (id, fn_id, event, created_at, parent_run, parent_step, slot, singleton_key, idempotency_key)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    plan.id,
    JSON.stringify(event),
    now,
    origin.parent?.runId ?? null,
    origin.parent?.stepId ?? null,
    slot,
    singletonKey,
    idempotencyKey,
  );
  core.db.run(
    "INSERT INTO work (run_id, fn_id, slot, step_id, due_at) VALUES (?, ?, ?, '', ?)",
    id,
    plan.id,
    slot,
    Math.max(now, origin.dueAt ?? now),
  );
  return true;
}

function hasRunSince(core: Core, plan: FunctionPlan, key: string, since: number): boolean {
  return (
    core.db.get(
      "SELECT 1 FROM run WHERE fn_id = ? AND idempotency_key = ? AND created_at > ?",
      plan.id,
      key,
      since,
    ) !== undefined
  );
}

function makeRoom(core: Core, plan: FunctionPlan, key: string): boolean {
  const active = core.db.all<{ id: string }>(
    "SELECT id FROM run WHERE fn_id = ? AND singleton_key = ? AND ended_at IS NULL",
    plan.id,
    key,
  );
  if (plan.singleton?.mode === "skip") return active.length === 0;

  for (const { id } of active) finishRun(core, id, "canceled", canceledBecause("a newer run took its place"));
  return true;
}

export function canceledBecause(why: string): string {
  return JSON.stringify({ name: "Error", message: `The function was canceled: ${why}.` });
}

function keyOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}
