import { readFileSync } from "node:fs";
import type { ActionState } from "@/lib/domain/action-state";

interface Manifest {
  node: Record<string, { exportedName?: string; filename?: string; workers: Record<string, unknown> }>;
}

/** The id that the build gave a server action. Source: Next's server-reference-manifest.json. */
function idOf(name: string): string {
  const manifest = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as Manifest;
  const found = Object.entries(manifest.node).find(([, entry]) => entry.exportedName === name);
  if (!found) throw new Error(`The build has no server action ${name}: run \`npm run build\`.`);
  return found[0];
}

export interface ActionAnswer {
  status: number;
  /** Where the action sent the person, by a redirect or by its `goTo`; or null. */
  redirectedTo: string | null;
  /** What the action answered, as React's Flight text. */
  body: string;
}

/** Calls a server action of the built app over HTTP, as the page's form does. Rejects when the connection breaks. */
export async function callAction(url: string, page: string, action: string, input: object, cookie = ""): Promise<ActionAnswer> {
  const previous: ActionState = { status: "idle" };
  const response = await fetch(url + page, {
    method: "POST",
    headers: {
      "next-action": idOf(action),
      "content-type": "text/plain;charset=UTF-8",
      accept: "text/x-component",
      origin: url,
      ...(cookie ? { cookie } : {}),
    },
    body: JSON.stringify([previous, input]),
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
  });
  const body = await response.text();
  const target = response.headers.get("x-action-redirect") ?? response.headers.get("location") ?? /"goTo":"([^"]+)"/.exec(body)?.[1];
  return { status: response.status, redirectedTo: target?.split(";")[0] ?? null, body };
}
