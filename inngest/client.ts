import { Inngest } from "inngest";
import { loadEnv } from "@/lib/env";
import type { Engine } from "./engine/engine";
import type { SqmpyEvent } from "./events";

declare global {
  var sqmpyEngine: Engine | undefined;
}

/** What the SDK has to say goes into our log; its own chatter does not. */
const logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (...words: unknown[]) => globalThis.sqmpyInstance?.services.log("warn", "inngest", { words: words.map(String) }),
  error: (...words: unknown[]) => globalThis.sqmpyInstance?.services.log("error", "inngest", { words: words.map(String) }),
};

function makeClient(): Inngest {
  const server = loadEnv().inngest;
  if (server) return new Inngest({ id: "sqmpy", logger, baseUrl: server.baseUrl, eventKey: server.eventKey, signingKey: server.signingKey });
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

let made: Inngest | undefined;

/** Made at first use, so that a build needs no environment. */
export function inngest(): Inngest {
  return (made ??= makeClient());
}

export async function sendEvent(event: SqmpyEvent): Promise<void> {
  await inngest().send(event);
}
