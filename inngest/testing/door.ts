import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { serveToServer, servePath } from "../serve-to-server";

export interface Door {
  port: number;
  close(): void;
}

/** The one address of the app that a real Inngest server calls, for an app without its pages. */
export async function openDoor(): Promise<Door> {
  const server = createServer(async (request, response) => {
    const { url = "", method = "GET" } = request;
    if (!url.startsWith(servePath)) return void response.writeHead(404).end();
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const body = method === "GET" ? undefined : await text(request);
    const answer = await serveToServer()(new Request(new URL(url, `http://${request.headers.host}`), { method, headers, body }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
