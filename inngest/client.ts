import { Inngest } from "inngest";
import { messageOf } from "@/lib/domain/errors";
import { loadEnv } from "@/lib/env";
import type { Engine } from "./engine/engine";
import type { SqmpyEvent } from "./events";

declare global {
  var sqmpyEngine: Engine | undefined;
}

/** A server that does not answer must not hold up whoever submits a job; the SDK asks it five times. */
const patienceMs = 3_000;

/** What the SDK has to say goes into our log; its own chatter does not. */
const logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (...said: unknown[]) => globalThis.sqmpyInstance?.services.log("warn", "inngest", { words: said.map(inWords) }),
  error: (...said: unknown[]) => globalThis.sqmpyInstance?.services.log("error", "inngest", { words: said.map(inWords) }),
};

/** The SDK says a sentence, an error, or an object with an error in `err`. */
function inWords(said: unknown): string {
  if (typeof said === "string") return said;
  return messageOf(typeof said === "object" && said !== null && "err" in said ? said.err : said);
}

function makeClient(): Inngest {
  const server = loadEnv().inngest;
  if (server) {
    const { baseUrl, eventKey, signingKey } = server;
    // `isDev` is said aloud: with INNGEST_DEV in the environment the SDK would take calls without a signature.
    return new Inngest({ id: "sqmpy", logger, isDev: false, baseUrl, eventKey, signingKey, fetch: impatientFetch });
  }
  return new Inngest({
    id: "sqmpy",
    logger,
    isDev: true,
    baseUrl: "http://engine.invalid",
    eventKey: "embedded",
    fetch: (input: string | URL | Request, init?: RequestInit) => {
      if (!globalThis.sqmpyEngine) throw new Error("The engine has not been started.");
      return globalThis.sqmpyEngine.fetch(input, init);
    },
  });
}

function impatientFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  return fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(patienceMs) });
}

let made: Inngest | undefined;

/** Made at first use, so that a build needs no environment. */
export function inngest(): Inngest {
  return (made ??= makeClient());
}

export async function sendEvent(event: SqmpyEvent): Promise<void> {
  await inngest().send(event);
}
