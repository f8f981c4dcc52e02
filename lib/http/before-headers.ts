import type { ServerResponse } from "node:http";

/** Does `work` when the headers are complete and about to go out. */
export function beforeHeaders(response: ServerResponse, work: () => void): void {
  const writeHead = response.writeHead.bind(response) as (...parts: unknown[]) => ServerResponse;
  response.writeHead = ((...parts: unknown[]) => {
    if (!response.headersSent) work();
    return writeHead(...parts);
  }) as ServerResponse["writeHead"];
}
