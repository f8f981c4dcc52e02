import { Cron } from "croner";
import type { FunctionPlan } from "./core";
import { compile, type Expression } from "./expression";
import { momentAfter } from "./moment";

const DEFAULT_RETRIES = 3;
const REFUSED = ["batchEvents", "rateLimit", "throttle", "debounce", "priority", "timeouts"];

interface Concurrency {
  limit: number;
  key?: string;
  scope?: string;
}

/** One function as the SDK registers it (SDK_SPEC 4.3.2 in the public inngest/inngest repository). */
interface FunctionConfig {
  id: string;
  triggers: { event?: string; expression?: string; cron?: string; jitter?: string }[];
  steps: Record<string, { runtime: { url: string }; retries?: { attempts?: number } }>;
  concurrency?: number | Concurrency | Concurrency[];
  cancel?: { event: string; if?: string; timeout?: string }[];
  idempotency?: string;
  singleton?: { mode: "skip" | "cancel"; key?: string };
}

/** Reads the body of a registration; throws, naming the function, at anything that the engine would not honour. */
export function readFunctions(body: unknown): Map<string, FunctionPlan> {
  const { functions } = body as { functions?: FunctionConfig[] };
  if (!Array.isArray(functions)) throw new Error("A registration must carry a list of functions.");
  return new Map(functions.map((config) => [config.id, readFunction(config)]));
}

function readFunction(config: FunctionConfig): FunctionPlan {
  const refused = REFUSED.filter((name) => config[name as keyof FunctionConfig] !== undefined);
  if (refused.length > 0) throw refusal(config, `${refused.join(", ")} is not supported`);

  try {
    const step = Object.values(config.steps)[0];
    if (!step) throw new Error("it has no step to call");

    return {
      id: config.id,
      url: step.runtime.url,
      maxAttempts: (step.retries?.attempts ?? DEFAULT_RETRIES) + 1,
      triggers: config.triggers.flatMap(readEventTrigger),
      crons: config.triggers.flatMap(readCronTrigger),
      cancels: (config.cancel ?? []).map(readCancel),
      concurrency: readConcurrency(config.concurrency),
      idempotency: optional(config.idempotency, ["event"]),
      singleton: config.singleton && { mode: config.singleton.mode, key: optional(config.singleton.key, ["event"]) },
    };
  } catch (error) {
    throw refusal(config, error instanceof Error ? error.message : String(error));
  }
}

function readEventTrigger({ event, expression }: FunctionConfig["triggers"][number]): FunctionPlan["triggers"] {
  if (event === undefined) return [];
  if (event.includes("*")) throw new Error(`the trigger "${event}" has a wildcard, which is not supported`);
  return [{ event, when: optional(expression, ["event"]) }];
}

function readCronTrigger({ cron, jitter }: FunctionConfig["triggers"][number]): FunctionPlan["crons"] {
  if (cron === undefined) return [];
  if (jitter !== undefined) throw new Error("a cron's jitter is not supported");

  const [, timezone = "UTC", pattern = cron] = /^TZ=(\S+)\s+(.*)$/.exec(cron) ?? [];
  return [{ expression: cron, cron: new Cron(pattern, { timezone, mode: "5-part" }) }];
}

function readCancel({ event, if: when, timeout }: NonNullable<FunctionConfig["cancel"]>[number]) {
  if (timeout !== undefined) momentAfter(timeout, 0);
  return { event, when: optional(when, ["event", "async"]), timeout };
}

function readConcurrency(given: FunctionConfig["concurrency"]): FunctionPlan["concurrency"] {
  if (given === undefined) return undefined;
  if (Array.isArray(given)) throw new Error("a list of concurrency limits is not supported");

  const { limit, scope = "fn", key } = typeof given === "number" ? { limit: given } : given;
  if (scope !== "fn") throw new Error(`a concurrency limit of scope "${scope}" is not supported`);
  return { limit: limit > 0 ? limit : Infinity, key: optional(key, ["event"]) };
}

function optional(source: string | undefined, roots: ("event" | "async")[]): Expression | undefined {
  return source === undefined ? undefined : compile(source, roots);
}

function refusal(config: FunctionConfig, why: string): Error {
  return new Error(`The function "${config.id}" cannot be run by the embedded engine: ${why}.`);
}
