import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { JobFormPage, textFile } from "./pages/job-form-page";
import { JobPage } from "./pages/job-page";
import { makeGate, type Gate } from "./support/gate";
import { processesWith, signal } from "./support/processes";
import { whyNoSshd } from "./support/sshd";
import { submitJob } from "./support/submit-job";
import { expect, test } from "./support/test";

let gate: Gate;

test.beforeEach(({ stage }) => {
  gate = makeGate(stage.host.home);
});
test.afterEach(() => gate.remove());

test("cancel ends the script and all that it started", async ({ page, stage }) => {
  const mark = `${4_000 + (process.pid % 1_000)}.25`;
  const job = await new JobPage(page).open(await submitJob(stage, `#!/bin/sh\necho "before it ends"\nsleep ${mark} &\nsleep ${mark}\n`));
  await job.expectState("Running");
  await expect(job.log.line("before it ends")).toBeVisible();
  expect(processesWith(`sleep ${mark}`)).toHaveLength(2);

  await job.cancel();
  await job.expectState("Canceled");
  await expect(job.header).toContainText("Canceled by its owner.");
  expect(processesWith(`sleep ${mark}`)).toEqual([]);
  await expect(job.log.line("before it ends")).toBeVisible();
  await expect(page.getByRole("main").getByRole("button", { name: "Cancel", exact: true })).toHaveCount(0);
});

test("how a job ended is said in words", async ({ page, stage }) => {
  const endings: { script: string; walltime?: string; state: string; words: string | RegExp }[] = [
    { script: "exit 3", state: "Failed", words: "The script ended with exit code 3." },
    { script: "no-such-program-here", state: "Failed", words: "exit code 127. That mostly means: a command was not found." },
    { script: "kill -KILL $$", state: "Failed", words: "Killed by SIGKILL (often the system's out-of-memory guard, or somebody's kill -9)." },
    { script: "kill -SEGV $$", state: "Failed", words: "Killed by SIGSEGV (a memory fault in the program)." },
    { script: "sleep 600", walltime: "2s", state: "Failed", words: "Stopped at its walltime of 2 s." },
    { script: "sleep 601 & echo left", state: "Completed", words: "Ended with exit code 0." },
  ];
  const ids = await Promise.all(endings.map(({ script, walltime = "" }) => submitJob(stage, `#!/bin/sh\n${script}\n`, { walltime })));

  for (const [index, { state, words }] of endings.entries()) {
    const job = await new JobPage(page).open(ids[index] ?? "");
    await job.expectState(state);
    await expect(job.header).toContainText(words);
  }
  await expect(page.getByText("The script ended and left 1 process running on the host.")).toBeVisible();
  for (const pid of processesWith("sleep 601")) signal(pid, "SIGKILL");
});

test("resubmit makes the same job once more", async ({ page, stage }) => {
  const first = await submitJob(stage, '#!/bin/sh\necho "$1, $GREETING"\n', { name: "Greeter", arguments: "'good day'", environment: [{ name: "GREETING", value: "world's end" }] });
  const job = await new JobPage(page).open(first);
  await expect(job.log.line("good day, world's end")).toBeVisible({ timeout: 30_000 });
  await job.expectState("Completed");

  await page.getByRole("button", { name: "Resubmit" }).click();
  await expect(page).not.toHaveURL(new RegExp(first));
  expect(job.id).not.toBe(first);
  await expect(job.log.line("good day, world's end")).toBeVisible({ timeout: 30_000 });
  await expect(job.fact("Resubmitted from").getByRole("link")).toHaveAttribute("href", `/jobs/${first}`);
});

test("edit and resubmit begins with all of the earlier job", async ({ page }) => {
  const form = await new JobFormPage(page).open();
  await form.fill({
    host: "Lab",
    script: '#!/bin/sh\ncat data.txt "$@"\necho "$COLOUR"\n',
    scriptName: "show.sh",
    name: "First",
    description: "Shows its input.",
    arguments: "--",
    walltime: "10m",
    environment: { COLOUR: "teal" },
    files: [textFile("data.txt", "the data\n"), textFile("more.txt", "more\n")],
  });
  await form.expectUploaded(2);
  const first = await form.submit();
  await first.expectState("Completed");

  await page.getByRole("link", { name: "Edit and resubmit" }).click();
  await form.ready();
  await expect(form.field("File name")).toHaveValue("show.sh");
  await expect(form.field("Name")).toHaveValue("First");
  await expect(form.field("Walltime")).toHaveValue("10m");
  await expect(form.script).toContainText("cat data.txt");
  await expect(page.getByRole("textbox", { name: "Value of variable 1" })).toHaveValue("teal");
  await expect(page.getByRole("list", { name: "Input files" }).getByRole("listitem")).toHaveCount(2);
  await page.getByRole("button", { name: "Remove more.txt" }).click();
  await form.field("Name").fill("Second");
  await page.getByRole("textbox", { name: "Value of variable 1" }).fill("ochre");

  const second = await form.submit();
  await second.expectState("Completed");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Second");
  await expect(second.log.line("the data")).toBeVisible();
  await expect(second.log.line("ochre")).toBeVisible();
  await expect(second.file("data.txt")).toBeVisible();
  await expect(second.file("more.txt")).toHaveCount(0);
});

test("before its files have arrived the log says what the job waits for; its host, never tested, is known to work afterwards", async ({ page, stage }) => {
  const { sshd } = stage.host;
  if (!sshd) return test.skip(true, `a host that stands still: ${whyNoSshd()}`);
  sshd.freeze();
  const job = await new JobPage(page).open(await submitJob(stage, "#!/bin/sh\necho at last\n"));
  await expect(page.getByText("The job starts when its files have arrived on the host.")).toBeVisible();
  await expect(page.getByText("Opening the log")).toHaveCount(0);
  sshd.thaw();
  await job.expectState("Completed");
  await expect(job.log.line("at last")).toBeVisible();

  await page.goto("/hosts");
  const card = page.getByRole("article").filter({ has: page.getByRole("link", { name: "Lab", exact: true }) });
  await expect(card).toContainText("Not tested yet");
  await expect(card).toContainText(/Last heard from .*\. Jobs can run there\./);
});

test("a dropped folder keeps its structure, on the host too", async ({ page }) => {
  const dropped = mkdtempSync(join(tmpdir(), "sqmpy-dropped-"));
  const files = { "data/readme.txt": "read me\n", "data/deep/er/one.csv": "1,2\n", "data/deep/two.csv": "3,4\n", "alone.txt": "alone\n" };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dropped, path)), { recursive: true });
    writeFileSync(join(dropped, path), text);
  }
  const form = await new JobFormPage(page).open();
  await form.fill({ host: "Lab", script: "#!/bin/sh\nfind . -name '*.csv' | sort | xargs cat\n" });
  await form.dropPaths([join(dropped, "data"), join(dropped, "alone.txt")]);
  await form.expectUploaded(4);
  for (const path of Object.keys(files)) await expect(form.input(path)).toBeVisible();

  const job = await form.submit();
  await job.expectState("Completed");
  const directory = await job.directory();
  for (const [path, text] of Object.entries(files)) expect(readFileSync(join(directory, path), "utf8")).toBe(text);
  expect((await job.log.allLines()).map(({ text }) => text)).toEqual(["1,2", "3,4"]);
  rmSync(dropped, { recursive: true });
});

test.describe("deleted", () => {
  // The page that is left may ask for news once more.
  test.use({ expectedComplaints: /status of 404 .*\/jobs\/\w+(\/stream\?after=\d+)?\)/ });

  test("delete leaves the folder on the host, or takes it along", async ({ page, stage }) => {
    const script = "#!/bin/sh\necho here >result.txt\n";
    for (const withFolder of [false, true]) {
      const job = await new JobPage(page).open(await submitJob(stage, script, { name: withFolder ? "all of it" : "only here" }));
      await job.expectState("Completed");
      const directory = await job.directory();
      const { id } = job;
      expect(existsSync(join(directory, "result.txt"))).toBe(true);

      await job.remove({ withFolder });
      if (withFolder) await expect.poll(() => existsSync(directory), { timeout: 20_000 }).toBe(false);
      else expect(existsSync(join(directory, "result.txt"))).toBe(true);
      const answer = await page.goto(`/jobs/${id}`);
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
    }
  });
});

test("a job that its host cannot tell about is shown so, and closed as lost by its owner", async ({ page, stage }) => {
  test.setTimeout(120_000);
  const job = await new JobPage(page).open(await submitJob(stage, `#!/bin/sh\necho "last words"\n${gate.wait}\n`));
  await job.expectState("Running");
  await expect(job.log.line("last words")).toBeVisible();
  for (const pid of wrapperOf(await job.directory())) signal(pid, "SIGKILL");

  await job.expectState("Not heard from", 60_000);
  const notice = page.getByRole("alert").filter({ hasText: "Not heard from since" });
  await expect(notice).toContainText("Its process is gone from the host, and it left no exit file.");
  await job.confirm("Close as lost", "Close as lost");
  await job.expectState("Failed");
  await expect(job.header).toContainText("Lost: the host could not tell how it ended, and its owner closed it.");
  await expect(job.log.line("last words")).toBeVisible();
});

test.describe("in another zone", () => {
  test.use({ timezoneId: "Asia/Kolkata", locale: "en-GB" });

  test("times are the viewer's own", async ({ page, stage }) => {
    const job = await new JobPage(page).open(await submitJob(stage, "#!/bin/sh\n"));
    await job.expectState("Completed");
    const time = job.fact("Submitted").getByRole("time");
    const at = new Date((await time.getAttribute("datetime")) ?? "");
    await expect(time).toHaveText(at.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Kolkata" }));
  });
});

/** Process ids of wrapper and script, as the wrapper wrote them beside the job. */
function wrapperOf(directory: string): number[] {
  const control = join(directory, ".sqmpy");
  return readdirSync(control, { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|\/)(id|child)$/.test(path))
    .map((path) => Number(/^pid=(\d+)/.exec(readFileSync(join(control, path), "utf8"))?.[1]));
}
