import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { singleUser } from "@/lib/auth/owner";
import { databaseFile } from "@/lib/store/db";
import { seedHistory } from "@/lib/store/testing/seed-history";
import { HistoryPage } from "./pages/history-page";
import { expect, test } from "./support/test";

const seeded = 260;

test.use({
  stageOptions: {
    prepare: ({ database, desk }) => void seedHistory(database, { owner: singleUser(desk).id, jobs: seeded, newest: new Date(), hosts: 2 }),
  },
});

/** What the database holds, by which the page is judged. */
function ask<Row>(dataDir: string, sql: string): Row[] {
  const database = new Sqlite(join(dataDir, databaseFile), { readonly: true });
  try {
    return database.prepare(sql).all() as Row[];
  } finally {
    database.close();
  }
}

test("all jobs, newest first, page by page with none twice", async ({ page, stage }) => {
  const wanted = ask<{ name: string }>(stage.dataDir, "SELECT name FROM jobs ORDER BY seq DESC").map(({ name }) => name);
  const history = await new HistoryPage(page).open();
  const seen: string[] = [];
  for (;;) {
    seen.push(...(await history.names()));
    const older = page.getByRole("link", { name: "Older jobs" });
    if ((await older.count()) === 0) break;
    const before = page.url();
    await older.click();
    await expect(page).not.toHaveURL(before);
    await expect(history.row(seen.at(-1) ?? "")).toHaveCount(0);
  }
  expect(seen).toEqual(wanted);
  await page.getByRole("link", { name: "Newest" }).click();
  await expect(history.row(wanted[0] ?? "")).toBeVisible();
});

test("filters by state, host and date, alone and together", async ({ page, stage }) => {
  const history = await new HistoryPage(page).open();
  const failed = ask<{ name: string }>(stage.dataDir, "SELECT name FROM jobs WHERE state = 'failed' ORDER BY seq DESC");
  await expect(history.chip("Failed")).toContainText(String(failed.length));
  await history.chip("Failed").click();
  await expect(page).toHaveURL(/state=failed/);
  await expect(history.rows).toHaveCount(Math.min(failed.length, 50));
  expect(await history.names()).toEqual(failed.map(({ name }) => name));
  for (const row of await history.rows.all()) await expect(row).toContainText("Failed");

  await page.getByLabel("Host", { exact: true }).selectOption({ label: "cluster-1" });
  const failedThere = ask<{ name: string }>(
    stage.dataDir,
    "SELECT jobs.name FROM jobs JOIN hosts ON hosts.id = jobs.host_id WHERE state = 'failed' AND hosts.name = 'cluster-1' ORDER BY seq DESC",
  );
  await expect(page).toHaveURL(/host=/);
  await expect(history.rows).toHaveCount(failedThere.length);
  expect(await history.names()).toEqual(failedThere.map(({ name }) => name));

  await page.reload();
  await expect(history.rows).toHaveCount(failedThere.length);
  await page.getByRole("link", { name: "Clear" }).click();
  await expect(history.rows).toHaveCount(50);
});

test("the days of the filter are whole days in the viewer's zone", async ({ page, stage }) => {
  const [middle] = ask<{ at: number }>(stage.dataDir, `SELECT submitted_at AS at FROM jobs ORDER BY seq LIMIT 1 OFFSET ${seeded / 2}`);
  const day = (shift: number) => {
    const date = new Date((middle?.at ?? 0) + shift * 86_400_000);
    return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
  };
  const [from, until] = [day(-20), day(20)];
  const bounds = [new Date(`${from}T00:00:00`).getTime(), new Date(`${until}T00:00:00`).getTime() + 86_400_000];
  const wanted = ask<{ name: string }>(stage.dataDir, `SELECT name FROM jobs WHERE submitted_at >= ${bounds[0]} AND submitted_at < ${bounds[1]} ORDER BY seq DESC`);
  expect(wanted.length).toBeGreaterThan(5);

  const history = await new HistoryPage(page).open();
  await page.getByLabel("Submitted from").fill(from);
  await expect(page).toHaveURL(new RegExp(`from=${from}`));
  await page.getByLabel("Submitted until").fill(until);
  await expect(page).toHaveURL(new RegExp(`until=${until}`));
  await expect(history.rows).toHaveCount(wanted.length);
  expect(await history.names()).toEqual(wanted.map(({ name }) => name));
});

test("a day can be typed, and a year on its way is not taken for one", async ({ page }) => {
  await new HistoryPage(page).open();
  const from = page.getByLabel("Submitted from");
  await from.focus();
  await page.keyboard.type("11032025", { delay: 400 });
  await expect(page).toHaveURL(/from=2025-11-03/);
  await expect(from).toHaveValue("2025-11-03");
});

test("what is filled in before the page is awake counts, all of it", async ({ page }) => {
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await page.goto("/jobs", { waitUntil: "commit" });
  await page.getByRole("searchbox").fill("graphene");
  await page.getByLabel("Host", { exact: true }).selectOption({ label: "cluster-1" });
  await page.getByLabel("Submitted until").fill("2031-02-03");
  await expect(page).toHaveURL(/q=graphene&host=[\w-]+&until=2031-02-03/);
});

test("search finds words of name, description and script", async ({ page, stage }) => {
  const history = await new HistoryPage(page).open();
  await history.search("graphene section");
  const inTitle = ask<{ name: string }>(
    stage.dataDir,
    "SELECT name FROM jobs WHERE name LIKE '%graphene%' AND description LIKE '%section%' ORDER BY seq DESC",
  );
  expect(inTitle.length).toBeGreaterThan(0);
  await expect(history.rows).toHaveCount(inTitle.length);
  expect(await history.names()).toEqual(inTitle.map(({ name }) => name));

  const [one] = ask<{ name: string; script: string }>(stage.dataDir, "SELECT name, script FROM jobs JOIN job_scripts USING (seq) ORDER BY seq LIMIT 1 OFFSET 100");
  const rare = /--seed (\d{6,})/.exec(one?.script ?? "")?.[1] ?? "";
  await history.search(rare);
  await expect(history.rows).toHaveCount(1);
  await expect(history.row(one?.name ?? "")).toBeVisible();

  await history.search("nothing-is-called-this");
  await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
  await page.getByRole("link", { name: "Clear the filters" }).click();
  await expect(history.rows).toHaveCount(50);
});

test("many at once: living ones are canceled, ended ones deleted", async ({ page, stage }) => {
  const history = await new HistoryPage(page).open();
  const names = await history.names();
  const [living, ended] = [names.slice(0, 2), names.slice(40, 43)];
  for (const name of [...living, ...ended]) await page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();
  await expect(page.getByText("5 of 50 selected")).toBeVisible();

  await page.getByRole("button", { name: "Delete 3" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("Delete 3 jobs?");
  await expect(dialog).toContainText("2 of those selected have not ended, and stay.");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("Deleted 3 jobs.")).toBeVisible();
  for (const name of ended) await expect(history.row(name)).toHaveCount(0);
  for (const name of living) await expect(history.row(name)).toHaveCount(1);
  expect(ask(stage.dataDir, `SELECT 1 FROM jobs WHERE name IN (${ended.map((name) => `'${name}'`).join(",")})`)).toEqual([]);

  for (const name of living) await page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();
  await page.getByRole("button", { name: "Cancel 2" }).click();
  await dialog.getByRole("button", { name: "Cancel the jobs" }).click();
  await expect(page.getByText("Canceling 2 jobs.")).toBeVisible();
  for (const name of living) await expect(history.row(name)).toContainText(/Cancel|Not heard from/);
});
