import { Inngest } from "inngest";
import { loadEnv } from "@/lib/env";
import type { Engine } from "./engine/engine";
import type { SqmpyEvent } from "./events";

declare global {
  var sqmpyEngine: Engine | undefined;
}

function makeClient(): Inngest {
  const server = loadEnv().inngest;
  if (server) return new Inngest({ id: "sqmpy", baseUrl: server.baseUrl, eventKey: server.eventKey, signingKey: server.signingKey });
  return new Inngest({
    id: "sqmpy",
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
