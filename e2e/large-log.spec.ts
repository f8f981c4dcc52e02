import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { JobPage } from "./pages/job-page";
import { makeGate, type Gate } from "./support/gate";
import { hasProgram } from "./support/has-program";
import { submitJob } from "./support/submit-job";
import { expect, test } from "./support/test";

const million = 1_000_000;
let gate: Gate;

test.beforeEach(({ stage }) => {
  gate = makeGate(stage.host.home);
});
test.afterEach(() => gate.remove());

test("a job that prints 100 MB/s floods neither the page nor the server", async ({ page, stage }) => {
  test.skip(!hasProgram("python3"), "needs python3");
  test.setTimeout(120_000);
  const script = `#!/bin/sh
${gate.wait}
exec python3 -u - <<'PYTHON'
import os, sys, time
line = b"x" * 99 + b"\\n"
block = line * 100_000
began = time.time()
for part in range(45):
    os.write(1, block)
    time.sleep(max(0, began + (part + 1) / 10 - time.time()))
print("the last line")
PYTHON
`;
  const job = await new JobPage(page).open(await submitJob(stage, script));
  await expect(job.log.foot).toContainText("Live", { timeout: 30_000 });
  const received = await countReceived(page);
  gate.open();
  await expect(page.getByRole("group", { name: "Output" })).toContainText(/stdout[\d.]+ MB/);

  const longest = await longestFrame(page, 3_000);
  const serverMemory = memoryOf(stage.app.process.pid ?? 0);
  await job.log.button("Search").click();
  await expect(page.getByRole("searchbox", { name: "Search in the log" })).toBeFocused();
  await job.log.button("Search").click();
  await job.expectState("Completed", 60_000);
  await expect(job.log.line("the last line")).toBeVisible();
  const heap = await heapOf(page);
  const megabytes = received() / million;
  await job.log.scrollUpTo(/left out: the log grows faster than a page can show/);

  test.info().annotations.push({ type: "measured", description: `longest frame ${Math.round(longest)} ms, received ${megabytes} MB, server ${serverMemory} MB, heap ${Math.round(heap)} MB` });
  expect(megabytes).toBeLessThan(20); // of the 450 that the job prints
  expect(heap).toBeLessThan(150);
  expect(serverMemory).toBeLessThan(800);
});

test("a log of 1 GB opens at its end at once, while it runs and after", async ({ page, stage }) => {
  test.setTimeout(180_000);
  const script = `#!/bin/sh\nyes 'a line of a long log' | head -c ${1_000 * million}\necho\necho "the very end"\n${gate.wait}\n`;
  const job = new JobPage(page);
  const id = await submitJob(stage, script);
  await job.open(id);
  await expect(job.log.line("the very end")).toBeVisible({ timeout: 60_000 });

  expect(await megabytesToEnd(job, id)).toBeLessThan(3);
  await expect(page.getByRole("group", { name: "Output" })).toContainText("1.0 GB");
  gate.open();
  await job.expectState("Completed", 120_000);
  expect(await megabytesToEnd(job, id)).toBeLessThan(3);
  expect(await heapOf(page)).toBeLessThan(100);

  await page.getByRole("button", { name: "Load earlier" }).click();
  await expect(page.getByText(/[1-9][\d,]+ lines here/)).toBeVisible();
});

/** What the browser received from asking for the page to its last line: little, when it opens at the end. */
async function megabytesToEnd(job: JobPage, id: string): Promise<number> {
  await job.page.goto("/hosts");
  const received = await countReceived(job.page);
  await job.page.goto(`/jobs/${id}`, { waitUntil: "commit" });
  await expect(job.log.line("the very end")).toBeVisible({ timeout: 30_000 });
  return received() / million;
}

/** Counts the bytes that a page receives from now on, streams included. */
async function countReceived(page: Page): Promise<() => number> {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  session.on("Network.dataReceived", ({ dataLength }) => (bytes += dataLength));
  await session.send("Network.enable");
  return () => bytes;
}

/** The longest that the page did not draw, in milliseconds. */
function longestFrame(page: Page, during: number): Promise<number> {
  return page.evaluate(
    (milliseconds) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        let last = began;
        let longest = 0;
        requestAnimationFrame(function tick(now) {
          longest = Math.max(longest, now - last);
          last = now;
          if (now - began < milliseconds) requestAnimationFrame(tick);
          else resolve(longest);
        });
      }),
    during,
  );
}

/** Megabytes of JavaScript that are in use after a collection. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / million;
}

/** Resident megabytes of a process (Linux). */
function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_000;
}
