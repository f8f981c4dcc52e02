import { describe, expect, it } from "vitest";
import { eventStream, withHeartbeat } from "./event-stream";

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const request = (signal?: AbortSignal) => new Request("http://localhost/stream", { signal });

async function read(response: Response): Promise<string> {
  return new TextDecoder().decode(await response.bytes());
}

describe("eventStream", () => {
  it("sends what is produced, and no proxy may hold it back", async () => {
    const response = eventStream(request(), async function* () {
      yield "data: 1\n\n";
      yield "data: 2\n\n";
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(response.headers.get("cache-control")).toContain("no-transform");
    expect(await read(response)).toBe("retry: 1000\n\ndata: 1\n\ndata: 2\n\n");
  });

  it.each(["leaves", "is cut off"])("ends the work when the reader %s", async (how) => {
    const cut = new AbortController();
    let isOver = false;
    const response = eventStream(request(cut.signal), async function* (signal) {
      try {
        yield "data: 1\n\n";
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      } finally {
        isOver = true;
      }
    });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.read();
    await wait(10);
    if (how === "leaves") await reader?.cancel();
    else cut.abort();
    await wait(50);
    expect(isOver).toBe(true);
  });

  it.each(["leaves", "is cut off"])("ends the work of a reader that %s without having read all", async (how) => {
    const cut = new AbortController();
    let isOver = false;
    const response = eventStream(request(cut.signal), async function* () {
      try {
        for (;;) yield "data: more\n\n";
      } finally {
        isOver = true;
      }
    });
    const reader = response.body?.getReader();
    await reader?.read();
    await wait(10);
    if (how === "leaves") await reader?.cancel();
    else cut.abort();
    await wait(50);
    expect(isOver).toBe(true);
  });

  it("asks for no more than is read", async () => {
    let produced = 0;
    const response = eventStream(request(), async function* () {
      for (;;) yield `data: ${produced++}\n\n`;
    });
    const reader = response.body?.getReader();
    await reader?.read();
    await wait(50);
    expect(produced).toBeLessThan(5);
    await reader?.cancel();
  });
});

it("withHeartbeat fills silence, and keeps what is on its way", async () => {
  async function* slow() {
    await wait(120);
    yield "data: late\n\n";
  }
  const seen: string[] = [];
  for await (const event of withHeartbeat(slow(), 50)) seen.push(event);
  expect(seen).toEqual(["event: alive\ndata: {}\n\n", "event: alive\ndata: {}\n\n", "data: late\n\n"]);
});
