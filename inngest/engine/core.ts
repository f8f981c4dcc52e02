import type { Cron } from "croner";
import type { EngineDatabase } from "./database";
import type { Expression } from "./expression";
import type { Lease } from "./lease";

export type LogLevel = "debug" | "info" | "warn" | "error";
export type Log = (level: LogLevel, message: string, facts: Record<string, unknown>) => void;

/** An event as functions see it; `ts` is epoch milliseconds. */
export interface EngineEvent {
  id: string;
  name: string;
  ts: number;
  data: Record<string, unknown>;
}

/** A registered function, its expressions already compiled. */
export interface FunctionPlan {
  id: string;
  url: string;
  maxAttempts: number;
  triggers: { event: string; when?: Expression }[];
  crons: { expression: string; cron: Cron }[];
  cancels: { event: string; when?: Expression; timeout?: string }[];
  concurrency?: { limit: number; key?: Expression };
  idempotency?: Expression;
  singleton?: { mode: "skip" | "cancel"; key?: Expression };
}

/** One call to make: the whole function when `stepId` is empty ("discovery"), else one of its planned steps. */
export interface Work {
  id: number;
  runId: string;
  fnId: string;
  stepId: string;
  attempt: number;
  faults: number;
  event: string;
  /** Among the runs of its function that share a slot, the concurrency limit counts. */
  slot: string;
}

/** Work whose call has been made and not yet answered. `again`: something was committed since, so look once more. */
export interface Flight extends Work {
  again: boolean;
}

/** What every verb of the engine works on. */
export interface Core {
  readonly db: EngineDatabase;
  readonly lease: Lease;
  readonly handler: (request: Request) => Promise<Response>;
  readonly now: () => number;
  readonly log: Log;
  readonly concurrency: number;
  readonly retryBaseMs: number;
  readonly flights: Map<number, Flight>;
  readonly lastServed: Map<string, number>;
  functions: ReadonlyMap<string, FunctionPlan>;
  crons: { fnId: string; expression: string; cron: Cron; nextAt: number }[];
  /** True while this engine holds the lease and its functions are known. */
  driving: boolean;
}
