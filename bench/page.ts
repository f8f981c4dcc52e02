import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import type { RunningApp } from "../e2e/support/app";
import type { Lab } from "../e2e/support/lab";
import { figureOf, median, type Measured } from "./figure";
import { submitOne, untilStarted } from "./submissions";

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Milliseconds from the click until the script is started on the host, one at a time. */
export async function measureClick(app: RunningApp, lab: Lab, repeats: number): Promise<Measured> {
  const times: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const began = performance.now();
    await untilStarted(lab, [await submitOne(app, lab, "#!/bin/sh\ntrue\n")]);
    times.push(performance.now() - began);
  }
  return {
    name: "clickToRunning",
    figure: figureOf("ms", median(times)),
    what: `from the form's request to the started script, median of ${repeats} (largest ${Math.round(Math.max(...times))})`,
    growth: [],
  };
}

/** Milliseconds from the script's last act until its open page says Completed, in a real browser on this machine's clock. */
export async function measureEndToPage(app: RunningApp, lab: Lab, repeats: number): Promise<Measured | null> {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
  if (!executablePath) return null;
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    const times: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const id = await submitOne(app, lab, "#!/bin/sh\nsleep 4\ndate +%s%3N\n");
      const page = await browser.newPage();
      await page.goto(`${app.url}/jobs/${id}`);
      const shownAt = await page.waitForFunction(
        () => (document.querySelector("h1")?.parentElement?.parentElement?.textContent?.includes("Completed") ? Date.now() : 0),
        undefined,
        { polling: "raf", timeout: 30_000 },
      );
      const endedAt = Number(await (await fetch(`${app.url}/jobs/${id}/files/download?kind=stdout`)).text());
      times.push(Number(await shownAt.jsonValue()) - endedAt);
      await page.close();
    }
    return {
      name: "endToPage",
      figure: figureOf("ms", median(times)),
      what: `from the script's end to “Completed” on its open page, median of ${repeats} (largest ${Math.round(Math.max(...times))})`,
      growth: [],
    };
  } finally {
    await browser.close();
  }
}
