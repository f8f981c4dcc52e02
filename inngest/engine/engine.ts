import type { Core, Log } from "./core";
import { EngineDatabase } from "./database";
import { dropRunsOfUnknownFunctions } from "./drop-runs";
import { BEAT_MS, Lease } from "./lease";
import { Loop } from "./loop";
import { readFunctions } from "./read-functions";
import { receiveEvents } from "./receive-events";
import { countAll, type EngineStats } from "./stats";
import { loadCrons } from "./tick-crons";
import { transition } from "./transition";

export interface EngineOptions {
  /** The engine's own SQLite file. */
  databasePath: string;
  /** The SDK's fetch handler, as `serve` of "inngest/edge" makes it, over a client that uses `engine.fetch`. */
  handler: (request: Request) => Promise<Response>;
  /** The handler's own address; only its path is ever seen. */
  appUrl?: string;
  /** Calls at once, over all functions. */
  concurrency?: number;
  /** The wait before a first retry; it doubles with each further one. */
  retryBaseMs?: number;
  /** Epoch milliseconds. */
  now?: () => number;
  log?: Log;
}

export interface Engine {
  /** The server's side of the protocol: give it to `new Inngest({ fetch })`. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Registers the functions and begins to drive, at once or as soon as another engine lets go of the database. */
  start(): Promise<void>;
  /** Makes no new calls, waits for those underway up to the limit, closes the database. */
  stop(limitMs?: number): Promise<void>;
  /** Resolves when nothing is underway or due. */
  idle(): Promise<void>;
  stats(): EngineStats;
}

export function createEngine(options: EngineOptions): Engine {
  const { databasePath, handler, appUrl = "http://localhost/api/inngest", now = Date.now } = options;
  const db = new EngineDatabase(databasePath);
  const core: Core = {
    db,
    lease: new Lease(db, now),
    handler,
    now,
    log: options.log ?? (() => undefined),
    concurrency: options.concurrency ?? 20,
    retryBaseMs: options.retryBaseMs ?? 5_000,
    flights: new Map(),
    lastServed: new Map(),
    functions: new Map(),
    crons: [],
    driving: false,
  };
  const loop = new Loop(core);
  let heart: NodeJS.Timeout | undefined;
  let isRegistered = false;

  async function register(request: Request): Promise<Response> {
    try {
      core.functions = readFunctions(await request.json());
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return Response.json({ status: 400, error: message }, { status: 400 });
    }

    isRegistered = true;
    if (core.driving) takeUp();
    return Response.json({ ok: true, modified: true });
  }

  /** From here on the database is ours: what waits in it is looked at. */
  function takeUp(): void {
    transition(core, () => {
      dropRunsOfUnknownFunctions(core);
      loadCrons(core);
    });
    core.driving = true;
    loop.wake();
  }

  function beat(): void {
    try {
      if (core.driving && core.lease.beat()) {
        // Another process on this file may have stored events.
        transition(core, () => undefined);
        loop.wake();
      } else if (core.lease.acquire()) {
        takeUp();
      } else if (core.driving) {
        core.driving = false;
        core.log("error", "another engine has taken over this database", {});
      }
    } catch (error) {
      core.log("error", "the engine's database does not answer", { error: String(error) });
    }
  }

  return {
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname } = new URL(request.url);
      if (!db.isOpen) return refuse(503, "The engine has stopped.");
      if (request.method === "POST" && pathname === "/fn/register") return register(request);
      if (request.method !== "POST" || !pathname.startsWith("/e/")) {
        return refuse(501, `The embedded engine does not serve ${request.method} ${pathname}.`);
      }

      const response = await receiveEvents(core, request);
      loop.wake();
      return response;
    },

    async start() {
      const response = await handler(new Request(appUrl, { method: "PUT", headers: { host: new URL(appUrl).host } }));
      if (!response.ok) throw new Error(await messageOf(response));
      if (!isRegistered) throw new Error("The functions did not register here: their client must use the engine's fetch.");

      beat();
      if (!core.driving) core.log("warn", "another engine drives this database; this one stands by", {});
      heart = setInterval(beat, BEAT_MS);
    },

    async stop(limitMs = 10_000) {
      await loop.stop(limitMs);
      clearInterval(heart);
      if (!db.isOpen) return;
      core.lease.release();
      db.close();
    },

    idle: () => loop.idle(),
    stats: () => countAll(core),
  };
}

function refuse(status: number, error: string): Response {
  return Response.json({ status, error }, { status });
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { message } = JSON.parse(text) as { message?: string };
    return message ?? text;
  } catch {
    return `The handler answered ${response.status} to its registration: ${text.slice(0, 500)}`;
  }
}
