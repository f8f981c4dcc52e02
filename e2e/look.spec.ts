import { mkdirSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import Sqlite from "better-sqlite3";
import { databaseFile } from "@/lib/store/db";
import { exampleJob } from "@/lib/domain/example-job";
import type { HostId } from "@/lib/domain/ids";
import { JobFormPage } from "./pages/job-form-page";
import { JobPage } from "./pages/job-page";
import { HostPage } from "./pages/host-pages";
import { tabTo } from "./pages/walk-keyboard";
import { callAction } from "./support/call-action";
import { makeGate, type Gate } from "./support/gate";
import { hasProgram } from "./support/has-program";
import { knowCluster } from "./support/known-cluster";
import { ada, cookieHeader, prepareAccounts, test } from "./support/people";
import type { Stage } from "./support/stage";
import { submitAs } from "./support/submit-job";
import { expect } from "./support/test";

test.describe.configure({ mode: "parallel" });

const widths = [390, 1440];
const themes = ["light", "dark"] as const;
const folder = join("test-results", "look");

let hostId: HostId;
let gate: Gate;
/** Jobs by what they show. */
const jobs = { done: "", running: "", failed: "", canceled: "", sweep: "", cluster: "" };
let clusterId: HostId;

test.use({
  expectedComplaints: /status of (404|500)|"level":50|Error:|digest/,
  stageOptions: {
    accounts: true,
    prepare: async (stores, place) => {
      hostId = await prepareAccounts(stores, place);
      const owner = stores.desk.users.findByEmail(ada.email)?.user;
      if (!owner) throw new Error("Ada has no account.");
      const cluster = knowCluster(stores, owner.id, new Date());
      clusterId = cluster.hostId;
      jobs.cluster = cluster.jobId;
    },
  },
});

test.skip(!hasProgram("python3"), "the worked example needs python3");

test.beforeAll(async ({ stage, adasSession }) => {
  test.setTimeout(120_000);
  mkdirSync(folder, { recursive: true });
  gate = makeGate(stage.host.home);
  const cookie = cookieHeader(adasSession);
  const submit = (script: string, change: Parameters<typeof submitAs>[2]) => submitAs({ url: stage.url, hostId, cookie }, script, change);
  jobs.running = await submit(`#!/bin/bash\nfor i in $(seq 40); do printf '\\e[36mstep %3d\\e[0m residual \\e[33m%.2e\\e[0m\\n' $i 0.00$i; done\necho "a warning" >&2\ntouch checkpoint.dat\n${gate.wait}\n`, {
    name: "Relaxation of a copper lattice",
    description: "Again with a smaller time step.",
    walltime: "2h",
  });
  jobs.failed = await submit("#!/bin/sh\necho 'reading config.yml'\necho 'Traceback: no such file: config.yml' >&2\nexit 1\n", { name: "Free energy of a water box" });
  jobs.done = await submit(exampleJob.script, { ...exampleJob, arguments: "--columns 240 --rows 120 --seconds 1" });
  jobs.canceled = await submit("#!/bin/sh\nsleep 500\n", { name: "A parameter sweep with a rather long name that has to be cut somewhere, 2026-11" });
  jobs.sweep = await submit("#!/bin/sh\necho \"rate $rate\"\n[ \"$rate\" != 0.3 ]\n", {
    name: "Sweep of learning rates",
    arguments: "--rate {rate}",
    tasks: { kind: "table", range: "", table: "rate,title\n0.1,first try\n0.2,second\n0.3,\"third, too large\"\n0.4,\n", atOnce: "2" },
    dependencies: [{ onJobId: jobs.done, condition: "any" }],
  });
  await callAction(stage.url, "/jobs", "cancelJobs", { ids: [jobs.canceled] }, cookie);
  await ended(stage, 5);
});
test.afterAll(() => {
  gate.open();
  gate.remove();
});

/** Every page of the app, with what must be there before it is looked at. */
const pages: { name: string; path: () => string; ready: (page: Page) => Promise<void> }[] = [
  { name: "jobs", path: () => "/jobs", ready: (page) => expect(page.getByRole("link", { name: exampleJob.name }).filter({ visible: true })).toBeVisible() },
  { name: "jobs-nothing-matches", path: () => "/jobs?q=nowhere", ready: (page) => seen(page, "Nothing matches") },
  { name: "new-job", path: () => "/jobs/new", ready: (page) => new JobFormPage(page).ready() },
  { name: "new-job-edited", path: () => `/jobs/new?from=${jobs.done}`, ready: (page) => new JobFormPage(page).ready() },
  { name: "job-running", path: () => `/jobs/${jobs.running}`, ready: (page) => expect(page.getByRole("log").getByText("step 40")).toBeVisible() },
  { name: "job-completed", path: () => `/jobs/${jobs.done}`, ready: (page) => expect(new JobPage(page).file("lyapunov.csv")).toBeVisible() },
  { name: "job-failed", path: () => `/jobs/${jobs.failed}`, ready: (page) => new JobPage(page).expectState("Failed") },
  { name: "job-canceled", path: () => `/jobs/${jobs.canceled}`, ready: (page) => new JobPage(page).expectState("Canceled") },
  { name: "job-batch", path: () => `/jobs/${jobs.cluster}`, ready: (page) => expect(page.getByText("ask for 1.")).toBeVisible() },
  { name: "job-tasks", path: () => `/jobs/${jobs.sweep}?task=2`, ready: (page) => expect(page.getByRole("log").getByText("rate 0.3")).toBeVisible() },
  { name: "new-job-tasks", path: () => `/jobs/new?from=${jobs.sweep}`, ready: (page) => expect(page.getByText("4 tasks").first()).toBeVisible() },
  { name: "file-image", path: () => `/jobs/${jobs.done}/files?kind=output&path=bifurcation.png`, ready: (page) => expect(page.getByRole("img", { name: "bifurcation.png" })).toBeVisible() },
  { name: "file-table", path: () => `/jobs/${jobs.done}/files?kind=output&path=lyapunov.csv`, ready: (page) => expect(page.getByRole("region", { name: "lyapunov.csv" })).toBeVisible() },
  { name: "file-text", path: () => `/jobs/${jobs.done}/files?kind=script&path=chaos.py`, ready: (page) => expect(page.getByText("import argparse")).toBeVisible() },
  { name: "hosts", path: () => "/hosts", ready: (page) => expect(page.getByRole("link", { name: "Lab" }).first()).toBeVisible() },
  { name: "host", path: () => `/hosts/${hostId}?test=now`, ready: (page) => new HostPage(page).expectReady("Lab") },
  { name: "host-batch", path: () => `/hosts/${clusterId}`, ready: (page) => seen(page, "Batch system") },
  { name: "host-new", path: () => "/hosts/new", ready: (page) => expect(page.getByRole("region", { name: "Run this once on the host" })).toBeVisible() },
  { name: "host-edit", path: () => `/hosts/${hostId}/edit`, ready: (page) => expect(page.getByRole("textbox", { name: "Address" })).toHaveValue("127.0.0.1") },
  { name: "host-import", path: () => "/hosts/import", ready: (page) => expect(page.getByRole("button", { name: "Show the hosts in it" })).toBeVisible() },
  { name: "settings", path: () => "/settings", ready: (page) => seen(page, "Settings") },
  { name: "admin", path: () => "/admin", ready: (page) => seen(page, "Admin") },
  { name: "questions", path: () => "/admin/questions", ready: (page) => seen(page, "Cluster") },
  { name: "outbox", path: () => "/admin/outbox", ready: (page) => expect(page.getByText(/Free energy of a water box/).first()).toBeVisible() },
  { name: "not-found", path: () => "/no/such/page", ready: (page) => seen(page, "There is nothing here") },
];

for (const { name, path, ready } of pages) {
  test(`axe finds nothing: ${name}`, async ({ page }) => {
    await page.goto(path());
    await ready(page);
    await look(page, name);
  });
}

test("axe finds nothing: a kept mail", async ({ page }) => {
  await page.goto("/admin/outbox");
  await page.getByRole("link", { name: /Free energy of a water box/ }).first().click();
  await expect(page).toHaveURL(/\/admin\/outbox\/.+/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // The mail's frame lets no script in, axe's neither: it is opened for the look.
  await page.locator("iframe").evaluate((frame: HTMLIFrameElement) => {
    frame.sandbox.add("allow-scripts");
    frame.srcdoc += "";
  });
  await expect(page.frameLocator("iframe").getByText("Free energy of a water box").first()).toBeVisible();
  await look(page, "outbox-mail");
});

test("axe finds nothing: dialogs and menus", async ({ page }) => {
  await page.goto(`/jobs/${jobs.done}`);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await look(page, "dialog-delete");
  await page.getByRole("alertdialog").getByRole("button", { name: "Keep as it is" }).click();
  await page.getByRole("button", { name: "Account of Ada Lovelace" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await look(page, "menu", [1440]);
});

test("axe finds nothing: a form with mistakes", async ({ page }) => {
  const form = await new JobFormPage(page).open();
  await form.field("Walltime").fill("soon");
  await page.getByRole("button", { name: "Add a variable" }).click();
  await form.submitButton.click();
  await expect(page.getByText(/fields need another look/)).toBeVisible();
  await look(page, "new-job-mistakes");
});

test("axe finds nothing: a form that asks more than the batch system gives", async ({ page }) => {
  const form = await new JobFormPage(page).open(`?host=${clusterId}`);
  await form.giveScript("fit.sh", "#!/bin/sh\n#SBATCH --mem=8G\n#SBATCH --array=0-9\ndate\n#SBATCH --time=10\n");
  await form.field("Nodes").fill("9");
  await expect(page.getByText("The queue normal gives 4 nodes at most.")).toBeVisible();
  await expect(page.getByText("from your script, line 2")).toBeVisible();
  await page.getByRole("button", { name: "Make these tasks" }).click();
  for (const part of ["Account and nodes", "More"]) await page.locator("summary").filter({ hasText: part }).click();
  await page.getByRole("button", { name: "Wait for a job" }).click();
  await look(page, "new-job-batch");
  if (await page.getByRole("button", { name: "What will run" }).isVisible()) await page.getByRole("button", { name: "What will run" }).click();
  await page.getByRole("button", { name: "Edit by hand" }).click();
  await expect(page.getByRole("textbox", { name: "Batch script" })).toBeVisible();
  await look(page, "new-job-batch-by-hand");
});

test("axe finds nothing: an error page of its own", async ({ page, stage }) => {
  await withoutTable(stage, "deliveries", async () => {
    await page.goto("/admin/outbox");
    await expect(page.getByRole("button", { name: /again/i })).toBeVisible();
    await look(page, "error");
  });
  await page.getByRole("button", { name: /again/i }).click();
  await expect(page.getByRole("heading", { name: "Outbox" })).toBeVisible();
});

test.describe("outside", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  for (const [name, path, heading] of [
    ["sign-in", "/sign-in", "Sign in"],
    ["register", "/register", "Make an account"],
  ] as const) {
    test(`axe finds nothing: ${name}`, async ({ page }) => {
      await page.goto(path);
      await seen(page, heading);
      await look(page, name);
    });
  }
});

test("a job is submitted without a mouse", async ({ page }) => {
  await page.goto("/jobs");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await tabTo(page, /^link New job$/);
  await page.keyboard.press("Enter");
  await new JobFormPage(page).ready();
  await tabTo(page, /^combobox Host$/);
  await page.keyboard.type("Lab");
  await tabTo(page, /^textbox File name$/);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("hello.sh");
  await tabTo(page, /^textbox Script$/);
  await page.keyboard.type("echo typed by hand");
  await tabTo(page, /^textbox Name optional$/);
  await page.keyboard.type("By keyboard");
  await tabTo(page, /^button Submit job$/);
  await page.keyboard.press("Enter");
  const job = new JobPage(page);
  await expect(page).toHaveURL(/\/jobs\/(?!new)[^/?]+$/);
  await job.expectState("Completed");
  await expect(job.log.line("typed by hand")).toBeVisible();
});

test("the theme is chosen, kept, and there from the first paint", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/jobs");
  const ground = () => page.locator("html").evaluate((root) => getComputedStyle(root).backgroundColor);
  const light = await ground();
  await page.getByRole("button", { name: /theme|appearance/i }).first().click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect.poll(ground).not.toBe(light);
  const answer = await page.request.get("/jobs");
  expect(await answer.text()).toContain('data-theme="dark"');
});

function seen(page: Page, heading: string): Promise<void> {
  return expect(page.getByRole("heading", { name: heading }).first()).toBeVisible();
}

/** Looks at a page in both widths and themes: axe, no scrolling sideways, and a picture for people. */
async function look(page: Page, name: string, at: readonly number[] = widths): Promise<void> {
  for (const width of at) {
    await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`) }));
      expect.soft(found, `${name} at ${width} px, ${colorScheme}`).toEqual([]);
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(overflow, `pixels that ${name} is too wide at ${width} px`).toBeLessThanOrEqual(0);
  }
}

/** Waits until so many jobs have ended and their mails are out. */
async function ended({ dataDir }: Stage, count: number): Promise<void> {
  const database = new Sqlite(join(dataDir, databaseFile), { readonly: true });
  const states = database.prepare("SELECT count(*) FROM jobs WHERE state IN ('completed', 'failed', 'canceled')").pluck();
  const unsent = database.prepare("SELECT count(*) FROM deliveries WHERE state IN ('waiting', 'sending')").pluck();
  try {
    await expect.poll(() => [states.get(), unsent.get()], { timeout: 60_000 }).toEqual([count, 0]);
  } finally {
    database.close();
  }
}

/** A fault that no input can bring about: the database lacks a table for a while. */
async function withoutTable({ dataDir }: Stage, table: string, work: () => Promise<void>): Promise<void> {
  const database = new Sqlite(join(dataDir, databaseFile));
  database.pragma("legacy_alter_table = ON");
  database.exec(`ALTER TABLE ${table} RENAME TO ${table}_away`);
  try {
    await work();
  } finally {
    database.exec(`ALTER TABLE ${table}_away RENAME TO ${table}`);
    database.close();
  }
}
