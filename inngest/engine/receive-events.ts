import { createHash, randomUUID } from "node:crypto";
import type { Core, EngineEvent } from "./core";
import { storeEvent } from "./store-event";
import { accept } from "./transition";

/** The real server takes nothing older. */
const EARLIEST = Date.UTC(1980, 0, 1);

interface SentEvent extends Omit<EngineEvent, "id" | "ts" | "data"> {
  id?: string;
  ts?: number;
  data?: Record<string, unknown>;
}

/** POST /e/:key with one event or many. Answered only when they are in the file. */
export async function receiveEvents(core: Core, request: Request): Promise<Response> {
  const events = [(await request.json()) as SentEvent | SentEvent[]].flat();
  const fault = events.map(faultOf).find((each) => each !== undefined);
  if (fault) return Response.json({ ids: [], status: 400, error: fault }, { status: 400 });

  const seed = request.headers.get("x-inngest-event-id-seed");
  const ids = accept(core, () => events.map((event, index) => store(core, event, seed, index)));
  return Response.json({ ids, status: 200 });
}

function store(core: Core, sent: SentEvent, seed: string | null, index: number): string {
  const { id: senderId, ...rest } = sent;
  const event = { ...rest, id: idOf(seed, index), ts: sent.ts ?? core.now(), data: sent.data ?? {} };
  return storeEvent(core, event, senderId ?? null);
}

/** The SDK repeats a request with the same seed, so the same event gets the same id. */
function idOf(seed: string | null, index: number): string {
  if (seed === null) return randomUUID();
  return createHash("sha256").update(`${seed},${index}`).digest("hex").slice(0, 32);
}

function faultOf(event: SentEvent): string | undefined {
  if (typeof event !== "object" || event === null) return "An event must be an object.";
  if (typeof event.name !== "string" || event.name === "") return "An event must have a name.";
  if (event.name.startsWith("inngest/")) return `The event name ${event.name} is reserved for internal use.`;
  if (event.data !== undefined && (typeof event.data !== "object" || Array.isArray(event.data))) {
    return `The data of the event ${event.name} must be an object.`;
  }
  if (event.ts !== undefined && !Number.isSafeInteger(event.ts)) {
    return `The ts of the event ${event.name} must be in epoch milliseconds.`;
  }
  if (event.ts !== undefined && event.ts < EARLIEST) return `The ts of the event ${event.name} is before 1980.`;
  return undefined;
}
