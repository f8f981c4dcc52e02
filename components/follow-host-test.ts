import type { ConnectionReport, ConnectionStepResult } from "@/lib/domain/host";

/** One line of the answer of a connection test, as JSON. */
export type HostTestLine =
  | { kind: "step"; result: ConnectionStepResult }
  | { kind: "report"; report: ConnectionReport }
  | { kind: "problem"; message: string };

/** Starts a connection test and hears its steps; rejects with a sentence to show when it could not be made. */
export async function followHostTest(address: string, signal: AbortSignal, onStep: (result: ConnectionStepResult) => void): Promise<ConnectionReport> {
  const response = await fetch(address, { method: "POST", signal, headers: { Accept: "application/x-ndjson" } });
  if (!response.ok || !response.body) throw new Error(sentenceFor(response.status));

  for await (const line of linesOf(response.body)) {
    const news = JSON.parse(line) as HostTestLine;
    if (news.kind === "problem") throw new Error(news.message);
    if (news.kind === "report") return news.report;
    onStep(news.result);
  }
  throw new Error("The test was cut off before it ended. Test the connection again.");
}

function sentenceFor(status: number): string {
  if (status === 401) return "You are signed out. Load the page again and sign in.";
  if (status === 404) return "This host is not there any more. Go back to your hosts.";
  return `Sqmpy could not test the connection (answer ${status}). Try again in a moment.`;
}

/** Cuts a stream of bytes into lines; a last line without its end is given too. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";

  try {
    while (true) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line !== "") yield line;
      if (done) break;
    }
    if (rest !== "") yield rest;
  } finally {
    await reader.cancel();
  }
}
