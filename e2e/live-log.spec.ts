import { JobPage } from "./pages/job-page";
import { makeGate, type Gate } from "./support/gate";
import { submitJob } from "./support/submit-job";
import { expect, test } from "./support/test";

let gate: Gate;

test.beforeEach(({ stage }) => {
  gate = makeGate(stage.host.home);
});
test.afterEach(() => gate.remove());

test("a line is on the page within two seconds of its writing", async ({ page, stage }) => {
  const script = `#!/bin/bash\n${gate.wait}\nfor i in $(seq 12); do echo "line $i at $(date +%s%3N)"; sleep 0.5; done\n`;
  const job = await new JobPage(page).open(await submitJob(stage, script));
  await job.expectState("Running");
  await expect(job.log.foot).toContainText("Live");

  await job.log.log.evaluate((log) => {
    const seen = new Map<string, number>();
    Object.assign(window, { delaysOfLines: seen });
    new MutationObserver(() => {
      for (const [text, at] of log.textContent?.matchAll(/line \d+ at (\d{13})/g) ?? []) {
        if (!seen.has(text)) seen.set(text, Date.now() - Number(at));
      }
    }).observe(log, { subtree: true, childList: true, characterData: true });
  });
  gate.open();
  await job.expectState("Completed");

  const delays = await page.evaluate(() => [...(window as unknown as { delaysOfLines: Map<string, number> }).delaysOfLines.values()]);
  test.info().annotations.push({ type: "delays in ms", description: delays.join(" ") });
  expect(delays).toHaveLength(12);
  expect(Math.max(...delays)).toBeLessThanOrEqual(2_000);
});

test("an open page asks only when something has changed", async ({ page, stage }) => {
  const asked = { stream: 0, log: 0, anew: 0 };
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith("/stream")) asked.stream += 1;
    if (pathname.endsWith("/log/stdout")) asked.log += 1;
    if (request.method() === "POST") asked.anew += 1;
  });
  const job = await new JobPage(page).open(await submitJob(stage, `#!/bin/sh\n${gate.wait}\nfor i in $(seq 20); do echo "row $i"; sleep 0.1; done\n`));
  await job.expectState("Running");
  gate.open();
  await job.expectState("Completed");
  await job.log.expectComplete();
  expect(asked.stream).toBe(1);
  expect(asked.log).toBe(1);
  expect(asked.anew).toBeLessThan(12);
});

test.describe("a cut", () => {
  test.use({ expectedComplaints: /net::ERR_|status of 50\d/ });

  test("a reload and a killed server leave no gap and no line twice", async ({ page, stage }) => {
    test.setTimeout(90_000);
    const count = 500;
    const script = `#!/bin/sh\n${gate.wait}\ni=0\nwhile [ $i -lt ${count} ]; do i=$((i + 1)); echo "row $i"; sleep 0.03; done\n`;
    const job = await new JobPage(page).open(await submitJob(stage, script));
    await job.expectState("Running");
    gate.open();

    await expect.poll(() => job.log.lastNumber(), { timeout: 30_000 }).toBeGreaterThan(40);
    await page.reload();
    await expect.poll(() => job.log.lastNumber(), { timeout: 30_000 }).toBeGreaterThan(120);
    await stage.kill();
    await stage.start();
    await expect(job.log.line(`row ${count}`)).toBeVisible({ timeout: 60_000 });
    await job.expectState("Completed");
    await job.log.expectComplete();

    const rows = Array.from({ length: count }, (_, index) => ({ number: index + 1, text: `row ${index + 1}` }));
    expect(await job.log.allLines()).toEqual(rows);
  });
});

test("stdout and stderr are apart; a pause holds the page, and nothing is missing after it", async ({ page, stage }) => {
  const script = `#!/bin/sh\necho "to stdout"\necho "to stderr" >&2\n${gate.wait}\nfor i in $(seq 300); do echo "row $i"; done\necho "the end"\n`;
  const job = await new JobPage(page).open(await submitJob(stage, script));
  await expect(job.log.line("to stdout")).toBeVisible({ timeout: 30_000 });
  await expect(job.log.line("to stderr")).toHaveCount(0);
  await job.log.show("stderr");
  await expect(job.log.line("to stderr")).toBeVisible();
  await expect(job.log.line("to stdout")).toHaveCount(0);
  await job.log.show("stdout");
  await expect(job.log.foot).toContainText("Live");

  await job.log.button("Pause").click();
  await expect(job.log.foot).toContainText("Paused");
  gate.open();
  await job.expectState("Completed");
  await expect(job.log.line("row 1")).toHaveCount(0);
  await job.log.button("Go on").click();
  await expect(job.log.line("the end")).toBeVisible();
  expect((await job.log.allLines()).map(({ text }) => text)).toEqual(["to stdout", ...Array.from({ length: 300 }, (_, index) => `row ${index + 1}`), "the end"]);
});

test("scrolling up stops following, and the button leads back to the end", async ({ page, stage }) => {
  const script = `#!/bin/sh\nfor i in $(seq 300); do echo "row $i"; done\n${gate.wait}\nfor i in $(seq 301 400); do echo "row $i"; done\n`;
  const job = await new JobPage(page).open(await submitJob(stage, script));
  await expect(job.log.line("row 300")).toBeInViewport({ timeout: 30_000 });

  await job.log.log.hover();
  await page.mouse.wheel(0, -2_000);
  const toEnd = page.getByRole("button", { name: "To the end" });
  await expect(toEnd).toBeVisible();
  const before = await job.log.shownLines();
  gate.open();
  await expect(page.getByText("400 lines here")).toBeVisible();
  expect((await job.log.shownLines())[0]).toEqual(before[0]);
  await toEnd.click();
  await expect(job.log.line("row 400")).toBeInViewport();
  await expect(toEnd).toHaveCount(0);
});

test("search finds on the page and in the whole log", async ({ page, stage }) => {
  const script = `#!/bin/sh\nfor i in $(seq 200); do echo "row $i"; done\necho "A Needle in $(printf '\\033[31m')red$(printf '\\033[0m')"\nfor i in $(seq 201 400); do echo "row $i"; done\n`;
  const job = await new JobPage(page).open(await submitJob(stage, script));
  await job.expectState("Completed");

  await job.log.log.focus();
  await page.keyboard.press("/");
  const field = page.getByRole("searchbox", { name: "Search in the log" });
  await field.fill("needle");
  await expect(page.getByText("– of 1")).toBeVisible();
  await field.press("Enter");
  await expect(page.getByText("1 of 1")).toBeVisible();
  await expect(job.log.log.locator("mark")).toHaveText("Needle");
  await expect(job.log.log.locator("mark")).toBeInViewport();
  await expect(job.log.line("red")).toHaveCSS("color", /rgb\(1[5-9]\d|rgb\(2\d\d|oklch|color/);

  await field.fill("row 39");
  await page.getByRole("button", { name: "Search the whole log" }).click();
  await expect(page.getByText("11 lines with “row 39” in the whole log.")).toBeVisible();
  await page.getByRole("button", { name: /row 399/ }).click();
  await expect(job.log.line("row 399")).toBeInViewport();
  await field.press("Escape");
  await expect(field).toHaveCount(0);
});
