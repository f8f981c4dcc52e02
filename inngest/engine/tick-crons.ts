import type { Core, EngineEvent } from "./core";
import { createRun } from "./create-run";
import { transition } from "./transition";

/** Finds when each cron is due next. Those that came due while no engine ran are due at once, once each. */
export function loadCrons(core: Core): void {
  core.crons = [...core.functions.values()].flatMap((plan) =>
    plan.crons.map(({ expression, cron }) => {
      core.db.run("INSERT OR IGNORE INTO cron (fn_id, expression, last_at) VALUES (?, ?, ?)", plan.id, expression, core.now());
      const last = core.db.get<{ last_at: number }>(
        "SELECT last_at FROM cron WHERE fn_id = ? AND expression = ?",
        plan.id,
        expression,
      );
      return { fnId: plan.id, expression, cron, nextAt: nextAfter(cron, last?.last_at ?? core.now()) };
    }),
  );
}

export function tickCrons(core: Core): void {
  for (const due of core.crons) {
    const plan = core.functions.get(due.fnId);
    const now = core.now();
    if (!plan || due.nextAt > now) continue;

    transition(core, () => {
      createRun(core, plan, timerEvent(due));
      core.db.run("UPDATE cron SET last_at = ? WHERE fn_id = ? AND expression = ?", now, due.fnId, due.expression);
    });
    due.nextAt = nextAfter(due.cron, now);
  }
}

function timerEvent({ expression, nextAt }: Core["crons"][number]): EngineEvent {
  const moment = new Date(nextAt).toISOString().replace(".000Z", "Z");
  const data = { cron: expression, fireAt: moment, scheduledAt: moment };
  return { id: moment, name: "inngest/scheduled.timer", ts: nextAt, data };
}

function nextAfter(cron: Core["crons"][number]["cron"], moment: number): number {
  return cron.nextRun(new Date(moment))?.getTime() ?? Infinity;
}
