import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readZip } from "@/lib/runner/testing/read-zip";
import { HistoryPage } from "./pages/history-page";
import { JobFormPage, textFile } from "./pages/job-form-page";
import { expect, test } from "./support/test";

const oddNames = ["two words.txt", "it's \"quoted\".txt", "-rf", "größe ✓ 数据.txt", "$HOME `id`;.txt", "new\nline.txt", "back\\slash.txt"];

test("each mistake is said beside its field, and what was typed stays", async ({ page }) => {
  const form = await new JobFormPage(page).open();
  await form.fill({ host: "Lab", name: "Full of mistakes", walltime: "soon", workingDirectory: "results/run-1", arguments: "'open", environment: { "2FAST": "x" } });
  await form.submitButton.click();

  const said: [RegExp, string][] = [
    [/^Walltime/, "Write a time such as 45m, 2h, 1:30:00 or 1-12:00:00."],
    [/^Working directory/, "Begin with / or ~/, for example ~/project/run-1."],
    [/^Arguments/, "A quote (') is opened and never closed: close it."],
    [/^Name of variable 1/, "A name has letters, digits and _, and does not begin with a digit."],
    [/^Script$/, "The script is empty: write it here or choose a file."],
  ];
  for (const [name, sentence] of said) {
    const field = page.getByRole("textbox", { name });
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(new RegExp(sentence.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  }
  await expect(page.getByRole("alert").filter({ hasText: "5 fields need another look." })).toBeVisible();
  await expect(form.script).toBeFocused();
  await expect(form.field("Walltime")).toHaveValue("soon");
  await expect(form.field("Name")).toHaveValue("Full of mistakes");
  await expect(page).toHaveURL(/\/jobs\/new/);

  await form.giveScript("job.sh", "#!/bin/sh\necho mended\n");
  await form.field("Walltime").fill("5m");
  await form.field("Working directory").fill("");
  await form.field("Arguments").fill("");
  await page.getByRole("textbox", { name: "Name of variable 1" }).fill("FAST");
  const job = await form.submit();
  await job.expectState("Completed");
});

test("a script that nothing tells how to run", async ({ page }) => {
  const form = await new JobFormPage(page).open();
  await form.fill({ host: "Lab", script: "echo 'who runs me?'\n", scriptName: "analysis.xyz" });
  await expect(page.getByText("Sqmpy cannot tell what runs “analysis.xyz”. Begin it with a line such as #!/bin/bash").first()).toBeVisible();
  await form.submitButton.click();
  await expect(page.getByRole("textbox", { name: /^Interpreter/ })).toHaveAttribute("aria-invalid", "true");
  await form.field("Interpreter").fill("sh");
  const job = await form.submit();
  await expect(job.log.line("who runs me?")).toBeVisible({ timeout: 30_000 });
});

test("a program in place of a script is refused, and Windows line ends are mended", async ({ page }) => {
  const form = await new JobFormPage(page).open();
  await form.chooseHost("Lab");
  await form.giveScript("a.out", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff]));
  await expect(page.getByText("“a.out” is not a UTF-8 text file. Add programs and data as input files and call them from a script.")).toBeVisible();
  await form.giveScript("empty.sh", "");
  await expect(page.getByText("“empty.sh” is empty.")).toBeVisible();

  await form.giveScript("windows.sh", "#!/bin/sh\r\necho 'line ends are right'\r\n");
  await expect(page.getByText("Windows line ends were changed to Unix ones, so that it runs on the host.")).toBeVisible();
  const job = await form.submit();
  await job.expectState("Completed");
  await expect(job.log.line("line ends are right")).toBeVisible();
});

test("two inputs of one name are told apart before anything is sent", async ({ page }) => {
  const form = await new JobFormPage(page).open();
  await form.fill({ host: "Lab", script: "#!/bin/sh\ncat *.txt\n" });
  await form.chooseFiles([textFile("same.txt", "first\n")]);
  await form.chooseFiles([textFile("same.txt", "another\n")]);
  await expect(page.getByText("“same.txt” is there twice: rename or remove one.")).toBeVisible();
  await form.submitButton.click();
  await expect(page).toHaveURL(/\/jobs\/new/);
  await page.getByRole("textbox", { name: "Path of same.txt" }).last().fill("other.txt");
  const job = await form.submit();
  await job.expectState("Completed");
  await expect(job.log.line("first")).toBeVisible();
  await expect(job.log.line("another")).toBeVisible();
});

test("odd file names go there and back as they are", async ({ page }) => {
  const form = await new JobFormPage(page).open();
  await form.fill({
    host: "Lab",
    script: '#!/bin/sh\nmkdir out\nfor file in ./*; do [ -f "$file" ] && [ "$file" != ./job.sh ] && cp -- "$file" "out/back ${file#./}"; done\n',
    files: oddNames.map((name) => textFile(name, `content of ${name}`)),
  });
  await form.expectUploaded(oddNames.length);
  const job = await form.submit();
  await job.expectState("Completed");

  const directory = await job.directory();
  expect(readdirSync(directory)).toEqual(expect.arrayContaining(oddNames));
  const zip = readZip(await job.download(job.files.getByRole("link", { name: /zip/ })));
  for (const name of oddNames) {
    expect(readFileSync(join(directory, name), "utf8")).toBe(`content of ${name}`);
    const [, bytes] = [...zip].find(([path]) => path.endsWith(`out/back ${asZipHasIt(name)}`)) ?? [];
    expect(bytes?.toString(), `${JSON.stringify(name)} among ${JSON.stringify([...zip.keys()])}`).toBe(`content of ${name}`);
  }
  for (const name of oddNames) {
    const shown = name.replace("\n", "\\x0a");
    const bytes = await job.download(job.files.getByRole("link", { name: `Download back ${shown}`, exact: true }));
    expect(bytes.toString()).toBe(`content of ${name}`);
  }
});

/** Programs that unpack zips cannot make files of all names. */
function asZipHasIt(name: string): string {
  return name.replace(/[\n\\]/g, "_");
}

test("a double click on Submit makes one job", async ({ page }) => {
  const form = await new JobFormPage(page).open();
  await form.fill({ host: "Lab", script: "#!/bin/sh\necho once\n", name: "Clicked twice" });
  await form.submitButton.dblclick();
  await expect(page).toHaveURL(/\/jobs\/(?!new)[^/?]+$/);
  const history = await new HistoryPage(page).open();
  await expect(history.row("Clicked twice")).toHaveCount(1);

  await page.goBack();
  await page.goBack();
  await form.ready();
  await new HistoryPage(page).open();
  await expect(history.row("Clicked twice")).toHaveCount(1);
});

test.describe("a cut while a file is on its way", () => {
  test.use({ expectedComplaints: /net::ERR_|status of (50\d|423)/ });

  test("it goes on where it stopped, and arrives whole", async ({ page, stage }) => {
    test.setTimeout(120_000);
    const bytes = Buffer.alloc(48 * 1024 * 1024);
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE((at * 2_654_435_761) >>> 0, at);
    const form = await new JobFormPage(page).open();
    await form.fill({ host: "Lab", script: "#!/bin/sh\ncksum <large.bin\nwc -c <large.bin\n" });
    const sent: number[] = [];
    page.on("request", (request) => {
      if (request.method() === "PATCH") sent.push(Number(request.headers()["upload-offset"]));
    });

    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 12_000_000 });
    await form.chooseFiles([{ name: "large.bin", mimeType: "application/octet-stream", buffer: bytes }]);
    const progress = page.getByRole("progressbar", { name: "Upload of large.bin" });
    await expect.poll(async () => Number(await progress.getAttribute("aria-valuenow")), { timeout: 30_000 }).toBeGreaterThan(40);
    await stage.kill();
    await stage.start();
    await form.expectUploaded(1);
    expect(Math.max(...sent), "offsets at which it went on").toBeGreaterThan(0);
    expect(sent.filter((offset) => offset === 0), "begun once").toHaveLength(1);

    const job = await form.submit();
    await job.expectState("Completed", 90_000);
    await expect(job.log.line(new RegExp(`^${bytes.length}$`))).toBeVisible();
    expect(readFileSync(join(await job.directory(), "large.bin")).equals(bytes)).toBe(true);
  });
});
