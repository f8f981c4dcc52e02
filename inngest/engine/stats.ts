import type { Core } from "./core";

export interface EngineStats {
  isDriving: boolean;
  /** Runs by where they are; those that have ended are counted until they are pruned. */
  runs: Record<"running" | "completed" | "failed" | "canceled", number>;
  /** Events that no driving engine has looked at yet. */
  unmatchedEvents: number;
  /** Calls due now or later, those underway included. */
  planned: number;
  underway: number;
  /** Sleeps, waits for events and invocations. */
  waits: number;
}

export function countAll({ db, driving, flights }: Core): EngineStats {
  const count = (sql: string) => db.get<{ count: number }>(`SELECT count(*) AS count FROM ${sql}`)?.count ?? 0;

  return {
    isDriving: driving,
    runs: {
      running: count("run WHERE status = 'running'"),
      completed: count("run WHERE status = 'completed'"),
      failed: count("run WHERE status = 'failed'"),
      canceled: count("run WHERE status = 'canceled'"),
    },
    unmatchedEvents: count("event WHERE matched = 0"),
    planned: count("work"),
    underway: flights.size,
    waits: count("wait"),
  };
}
