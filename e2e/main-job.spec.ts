import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { readZip } from "@/lib/runner/testing/read-zip";
import { setUp } from "./pages/account-pages";
import { HistoryPage } from "./pages/history-page";
import { HostFormPage } from "./pages/host-pages";
import { JobFormPage, textFile } from "./pages/job-form-page";
import { hasProgram } from "./support/has-program";
import { expect, test } from "./support/test";

test.use({ stageOptions: { accounts: true, smtp: true } });

const ada = { name: "Ada Lovelace", email: "ada@uni.example", password: "a difference engine" };

test("a researcher's job, from the set-up link to the history", async ({ page, stage }) => {
  test.skip(!hasProgram("python3"), "the worked example needs python3");
  test.setTimeout(120_000);
  const { host, smtp } = stage;
  test.info().annotations.push({ type: "host", description: host.what });
  if (!smtp) throw new Error("This stage has a mail server.");

  await test.step("the first account", async () => {
    await setUp(page, stage.setupLink(), ada);
    await expect(page.getByRole("heading", { name: "No jobs yet" })).toBeVisible();
  });

  await test.step("a host with a key that Sqmpy makes", async () => {
    await page.getByRole("link", { name: "Hosts" }).click();
    await page.getByRole("link", { name: "Add a host" }).click();
    const form = new HostFormPage(page);
    await form.fill({ name: "Workstation", address: "127.0.0.1", port: host.spec.port, username: host.spec.username });
    const line = await form.publicLine();
    expect(line).toMatch(/^ssh-ed25519 /);
    expect(await form.command()).toContain(line);
    host.authorize(line);

    const hostPage = await form.save();
    await hostPage.trust(host.hostKey.fingerprint);
    await hostPage.expectReady("Workstation");
    await page.getByRole("link", { name: "New job here" }).click();
  });

  const job = await test.step("the worked example with input files", async () => {
    const form = new JobFormPage(page);
    await form.ready();
    await page.getByRole("button", { name: "Fill in the example" }).click();
    await form.field("Arguments").fill("--columns 90 --rows 40 --seconds 6");
    await form.addVariable("EXPERIMENT", "first try");
    await form.chooseFiles([textFile("notes.txt", "an input by the chooser\n")]);
    await form.dropFiles([textFile("grid.dat", "1 2 3\n")]);
    await form.expectUploaded(2);
    await expect(page.getByRole("region", { name: "Command" })).toContainText("--columns 90 --rows 40 --seconds 6");
    return form.submit();
  });

  await test.step("it runs before one's eyes", async () => {
    await job.expectState("Running");
    await expect(job.log.line("The road to chaos")).toBeVisible();
    await expect(job.log.line(/^\s*[█░]+\s+\d+ %$/)).toBeVisible();
    const [title, plain] = await Promise.all([colourOf(job.log.line("The road to chaos")), colourOf(job.log.log)]);
    expect(title).not.toBe(plain);
    await job.expectState("Completed");
    await expect(job.header).toContainText("Ended with exit code 0.");
    await expect(job.log.line(/bifurcation\.png and lyapunov\.csv are written/)).toBeVisible();
    await expect(job.timeline).toContainText("Started");
    for (const name of ["bifurcation.png", "lyapunov.csv", "notes.txt", "grid.dat", "chaos.py"]) await expect(job.file(name)).toBeVisible();
  });

  await test.step("all of it as zip, byte by byte as on the host", async () => {
    const directory = await job.directory();
    const files = readZip(await job.download(job.files.getByRole("link", { name: /zip/ })));
    const onHost = (name: string) => readFileSync(join(directory, name));
    for (const name of ["bifurcation.png", "lyapunov.csv", "notes.txt", "grid.dat", "chaos.py"]) {
      const [, bytes] = [...files].find(([path]) => path.endsWith(`/${name}`) || path === name) ?? [];
      expect(bytes?.equals(onHost(name)), `${name} among ${[...files.keys()].join(", ")}`).toBe(true);
    }
    const [, printed] = [...files].find(([path]) => path.includes("stdout")) ?? [];
    expect(printed?.toString()).toContain("chaos begins near");
  });

  await test.step("a picture and a table", async () => {
    await job.file("bifurcation.png").click();
    const picture = page.getByRole("img", { name: "bifurcation.png" });
    await expect(picture).toBeVisible();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([90, 40]);
    await page.goBack();
    await job.file("lyapunov.csv").click();
    const table = page.getByRole("region", { name: "lyapunov.csv" }).getByRole("table");
    await expect(table.getByRole("columnheader", { name: "lyapunov_exponent" })).toBeVisible();
    await expect(table.getByRole("row")).toHaveCount(91);
    await page.goBack();
  });

  await test.step("the mail", async () => {
    const mail = await smtp.waitFor(({ to }) => to.includes(ada.email));
    expect(mail.subject).toMatch(/Completed: The road to chaos on Workstation/);
    expect(mail.text).toContain(`${stage.url}/jobs/${job.id}`);
    expect(mail.text).toContain("Ended with exit code 0.");
    expect(mail.text).toContain("bifurcation.png and lyapunov.csv are written.");
    expect(mail.html).toContain(`${stage.url}/jobs/${job.id}`);
    expect(smtp.mails).toHaveLength(1);
    await expect(job.timeline).toContainText(`Completed to ${ada.email}`);
  });

  await test.step("the history finds it by a word of the script", async () => {
    const history = await new HistoryPage(page).open();
    await history.search("zlib lyapunov_exponent");
    await expect(history.row("The road to chaos")).toContainText("Completed");
    await history.search("zlib unheard-of");
    await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
  });
});

function colourOf(locator: Locator): Promise<string> {
  return locator.evaluate((element) => getComputedStyle(element).color);
}
