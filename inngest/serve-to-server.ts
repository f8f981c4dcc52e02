import { setTimeout as pause } from "node:timers/promises";
import type { ServeHandlerOptions } from "inngest";
import { serve } from "inngest/edge";
import { loadEnv } from "@/lib/env";
import { sqmpy } from "@/lib/wiring";
import { inngest } from "./client";
import { functionsOf } from "./functions";

type Handler = (request: Request) => Promise<Response>;

export const servePath = "/api/inngest";
const drainMs = 10_000;
/** Bytes. A server sends at most 4 MiB; what a stranger sends is read before its signature can be checked. */
const largestBody = 5 * 1024 * 1024;

let made: Handler | undefined;

/** For the calls of a real Inngest server: only those that it signed are heard, registration included. */
export function serveToServer(): Handler {
  return (made ??= drained(serve({ ...serveOptions(), enableUnauthedSync: false })));
}

/** Tells the server which functions there are, and where. Throws when it does not take them. */
export async function registerAtServer(): Promise<void> {
  const options = serveOptions();
  const handle = serve({ ...options, enableUnauthedSync: true });
  const address = new URL(servePath, options.serveOrigin);
  const response = await handle(new Request(address, { method: "PUT", headers: { host: address.host } }));
  if (response.ok) return;
  const { message = `The Inngest server answered ${response.status}.` } = (await response.json()) as { message?: string };
  if (!message.includes("status code: 401")) throw new Error(message);
  throw new Error("It does not know our signing key. INNGEST_SIGNING_KEY must be the key that the server was started with (--signing-key).");
}

/** The address is said and never guessed: who asks under a name of their own must not become where the server calls. */
function serveOptions(): ServeHandlerOptions {
  const client = inngest();
  return { client, functions: functionsOf(client), serveOrigin: loadEnv().inngest?.serveOrigin, servePath };
}

/** When the app stops, calls underway may end before its stores close; new ones are sent back, and the server makes them again. */
function drained(handle: Handler): Handler {
  const underway = new Set<Promise<Response>>();
  let isClosing = false;

  sqmpy().onClose(async () => {
    isClosing = true;
    await Promise.race([Promise.allSettled(underway), pause(drainMs, undefined, { ref: false })]);
  });

  return async (request) => {
    if (isClosing) return new Response("Sqmpy is stopping.", { status: 503 });
    if (!isShort(request)) return new Response("Too large", { status: 413 });
    const call = handle(request);
    underway.add(call);
    try {
      return await call;
    } finally {
      underway.delete(call);
    }
  };
}

function isShort({ method, headers }: Request): boolean {
  if (method === "GET") return true;
  const length = headers.get("content-length");
  return length !== null && Number(length) <= largestBody;
}
