import type { Core, FunctionPlan, Work } from "./core";

/** The part of all slots that one function may fill while others could want some. */
const LARGEST_SHARE = 0.75;

/**
 * The next call to make: of the function with the fewest calls underway its oldest due work, passing over
 * those whose concurrency limit is reached.
 */
export function pickWork(core: Core): Work | undefined {
  const flights = [...core.flights.values()];
  if (flights.length >= core.concurrency) return undefined;

  const share = core.functions.size > 1 ? Math.ceil(core.concurrency * LARGEST_SHARE) : core.concurrency;
  const load = countBy(flights.map(({ fnId }) => fnId));
  const loadOf = ({ id }: FunctionPlan) => load.get(id) ?? 0;
  const servedAt = ({ id }: FunctionPlan) => core.lastServed.get(id) ?? 0;

  const candidates = [...core.functions.values()]
    .filter((plan) => loadOf(plan) < share)
    .sort((a, b) => loadOf(a) - loadOf(b) || servedAt(a) - servedAt(b));

  for (const plan of candidates) {
    const work = pickOf(core, plan);
    if (work) return work;
  }
  return undefined;
}

function pickOf(core: Core, plan: FunctionPlan): Work | undefined {
  const flights = [...core.flights.values()];
  const limit = plan.concurrency?.limit ?? Infinity;
  const own = countBy(flights.filter(({ fnId }) => fnId === plan.id).map(({ slot }) => slot));
  const fullSlots = [...own].filter(([, count]) => count >= limit).map(([slot]) => slot);
  if (fullSlots.length > 0 && !plan.concurrency?.key) return undefined;

  return core.db.get<Work>(
    `SELECT w.id, w.run_id AS runId, w.fn_id AS fnId, w.step_id AS stepId, w.slot, w.attempt, w.faults, r.event
     FROM work w JOIN run r ON r.id = w.run_id
     WHERE w.id = (
       SELECT id FROM work
       WHERE fn_id = ? AND due_at <= ?
         AND id NOT IN (SELECT value FROM json_each(?))
         AND slot NOT IN (SELECT value FROM json_each(?))
       ORDER BY due_at, id LIMIT 1)`,
    plan.id,
    core.now(),
    JSON.stringify(flights.map(({ id }) => id)),
    JSON.stringify(fullSlots),
  );
}

function countBy(names: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
