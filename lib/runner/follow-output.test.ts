import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LogBuffer } from "@/lib/format/log-buffer";
import { followOutput, type FollowLimits, type OutputNews } from "./follow-output";
import { openJobOnDisk, type JobOnDisk } from "./testing/job-on-disk";

let disk: JobOnDisk;
let stop: AbortController;

beforeEach(() => {
  disk = openJobOnDisk();
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await disk.close();
});

function follow(after: number | null = null, limits: Partial<FollowLimits> = {}) {
  return followOutput(disk.services, disk.job().id, "stdout", { after, signal: stop.signal, limits: { idleMs: 20, ...limits } });
}

async function all(news: AsyncGenerator<OutputNews>): Promise<OutputNews[]> {
  const seen = [];
  for await (const each of news) seen.push(each);
  return seen;
}

function textOf(news: readonly OutputNews[]): string {
  return news.map((each) => (each.kind === "chunk" ? each.chunk.text : "")).join("");
}

describe("followOutput", () => {
  it("sends what is there, then what is added, then the end", async () => {
    disk.print("stdout", "one\n");
    const news = follow();
    expect((await news.next()).value).toEqual({ kind: "chunk", chunk: { from: 0, offset: 4, text: "one\n" } });

    disk.print("stdout", "two\n");
    expect((await news.next()).value).toEqual({ kind: "chunk", chunk: { from: 4, offset: 8, text: "two\n" } });

    disk.end();
    expect((await news.next()).value).toEqual({ kind: "end", offset: 8 });
    expect((await news.next()).done).toBe(true);
  });

  it("waits for an output that does not exist yet, and says at once that it is empty", async () => {
    const news = follow();
    expect((await news.next()).value).toEqual({ kind: "chunk", chunk: { from: 0, offset: 0, text: "" } });
    const first = news.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    disk.print("stdout", "here\n");
    expect((await first).value).toMatchObject({ chunk: { from: 0, text: "here\n" } });
  });

  it("is woken by the bus long before it would ask", async () => {
    const news = follow(null, { idleMs: 60_000 });
    disk.print("stdout", "one\n");
    await news.next();
    const next = news.next();
    await new Promise((resolve) => setTimeout(resolve, 500));
    disk.print("stdout", "two\n");
    disk.services.live.publish({ kind: "output", jobId: disk.job().id, stdout: 8, stderr: 0 });
    expect((await next).value).toMatchObject({ chunk: { text: "two\n" } });
  });

  it("opens a large output near its end, at a line", async () => {
    for (let line = 0; line < 200_000; line++) if (line % 20_000 === 0) disk.print("stdout", Array.from({ length: 20_000 }, (_, at) => `line ${line + at}\n`).join(""));
    const first = (await follow().next()).value;
    if (first?.kind !== "chunk") throw new Error("no chunk");
    expect(first.chunk.text).toMatch(/^line \d+\n/);
    expect(first.chunk.text.endsWith("line 199999\n")).toBe(true);
    expect(first.chunk.skipped).toBeUndefined();
    expect(Buffer.byteLength(first.chunk.text)).toBeLessThanOrEqual(64 * 1024);
  });

  it("resumes anywhere with no gap and nothing twice, characters whole", async () => {
    const text = Array.from({ length: 300 }, (_, line) => `${line} größe € 😀 ${"x".repeat(line % 40)}\n`).join("");
    disk.print("stdout", text);
    disk.end();

    const buffer = new LogBuffer();
    let after = 0;
    let isOver = false;
    while (!isOver) {
      const news = follow(after, { chunkBytes: 97, bytesPerSecond: Infinity });
      for (let count = 0; count < 3 && !isOver; count++) {
        const { value } = await news.next();
        if (value?.kind === "chunk") {
          buffer.append(value.chunk);
          after = value.chunk.offset;
        }
        isOver = value?.kind === "end";
      }
      await news.return(undefined);
    }
    expect(buffer.lines.map((line) => `${line.text}\n`).join("")).toBe(text);
    expect(buffer.lines.at(-1)?.number).toBe(300);
  });

  it("skips and says so when the output runs ahead, and reaches its end", async () => {
    disk.print("stdout", "first\n");
    const news = follow(null, { tailBytes: 1_000, behindBytes: 10_000, chunkBytes: 1_000 });
    await news.next();
    const flood = Array.from({ length: 20_000 }, (_, line) => `flood ${line}\n`).join("");
    disk.print("stdout", flood);
    const { value } = await news.next();
    if (value?.kind !== "chunk") throw new Error("no chunk");
    expect(value.chunk.skipped).toBe(value.chunk.from - 6);
    expect(value.chunk.text).toMatch(/^flood \d+\n/);
    expect(value.chunk.text.endsWith("flood 19999\n")).toBe(true);
  });

  it("sends no faster than a page can show", async () => {
    disk.print("stdout", "x".repeat(3_000));
    disk.end();
    const began = performance.now();
    await all(follow(0, { chunkBytes: 500, bytesPerSecond: 10_000 }));
    expect(performance.now() - began).toBeGreaterThan(200);
  });

  it("goes on from the copy once it is made, without a seam", async () => {
    disk.print("stdout", "one\ntwo\n");
    const news = follow();
    await news.next();
    disk.print("stdout", "three\n");
    await disk.keep("stdout", "stdout.txt", "one\ntwo\nthree\n");
    disk.end();
    expect(textOf(await all(news))).toBe("three\n");
  });

  it("says that it was cut off when the output is shorter than before", async () => {
    disk.print("stdout", "a long first text\n");
    const news = follow(100);
    expect((await news.next()).value).toEqual({ kind: "restart" });
    expect((await news.next()).value).toMatchObject({ kind: "chunk", chunk: { from: 0 } });
  });

  it("shows bytes that are no UTF-8, and a character cut by the end", async () => {
    disk.print("stdout", Buffer.from([0x67, 0xfc, 0x0a, 0xe2, 0x82]));
    disk.end();
    const news = await all(follow());
    expect(textOf(news)).toBe("g\uFFFD\n\uFFFD");
    expect(news.at(-1)).toEqual({ kind: "end", offset: 5 });
  });

  it("waits for a host that does not answer, and says so", async () => {
    const far = openJobOnDisk({ isReachable: false });
    try {
      const news = followOutput(far.services, far.job().id, "stdout", { after: null, signal: stop.signal });
      const { value } = await news.next();
      expect(value).toMatchObject({ kind: "waiting", sentence: expect.stringContaining("127.0.0.1") });
      const next = news.next();
      stop.abort();
      expect((await next).done).toBe(true);
    } finally {
      await far.close();
    }
  });

  it("ends with the reader", async () => {
    const news = follow();
    await news.next();
    const next = news.next();
    stop.abort();
    expect((await next).done).toBe(true);
  });

  it("has nothing for a job that never started", async () => {
    disk.services.jobs.move(disk.job().id, { to: "failed", endReason: "submit" }, new Date());
    expect(await all(follow())).toEqual([{ kind: "end", offset: 0 }]);
  });
});
