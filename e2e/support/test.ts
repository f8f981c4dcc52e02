import { existsSync } from "node:fs";
import { test as base, chromium, expect, type Page } from "@playwright/test";
import { findBrowser } from "../../scripts/find-browser.mjs";
import { openStage, type Stage, type StageOptions } from "./stage";

/** Null where there is a browser; else why these tests are skipped. */
const whyNoBrowser = existsSync(findBrowser() ?? chromium.executablePath()) ? null : "no Chromium: install it, or name another with SQMPY_TEST_BROWSER";

interface EachTest {
  aBrowser: void;
  /** What the browser's console and the server's log may complain about; anything else fails the test. */
  expectedComplaints: RegExp | null;
  complaints: string[];
}

interface EachWorker {
  stageOptions: StageOptions;
  stage: Stage;
}

/** Playwright's test with an app of its own for each spec file, and an ear for errors in the browser. */
export const test = base.extend<EachTest, EachWorker>({
  aBrowser: [
    async ({ browserName: _browserName }, provide, info) => {
      info.skip(whyNoBrowser !== null, whyNoBrowser ?? "");
      await provide();
    },
    { auto: true },
  ],

  stageOptions: [{}, { option: true, scope: "worker" }],

  stage: [
    async ({ stageOptions }, provide) => {
      const stage = await openStage(stageOptions);
      await provide(stage);
      await stage.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],

  baseURL: ({ stage }, provide) => provide(stage.url),
  expectedComplaints: [null, { option: true }],

  complaints: async ({ expectedComplaints, stage }, provide) => {
    const complaints: string[] = [];
    const before = { app: stage.app, length: stage.app.output().length };
    await provide(complaints);

    const printed = stage.app.output().slice(stage.app === before.app ? before.length : 0);
    const errors = printed.split("\n").filter((line) => /"level":[56]0|^\S*Error:/.test(line));
    const unexpected = [...complaints, ...errors].filter((complaint) => !expectedComplaints?.test(complaint));
    expect(unexpected, "errors in the browser and of the server").toEqual([]);
  },

  page: async ({ page, complaints }, provide) => {
    listen(page, complaints);
    await provide(page);
  },
});

/** Notes what goes wrong in a page. */
export function listen(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(`${error.name}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} (${message.location().url})`);
  });
}

export { expect };
