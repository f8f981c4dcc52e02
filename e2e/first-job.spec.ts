import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "./pages/account-pages";
import { JobFormPage } from "./pages/job-form-page";
import { ada } from "./support/people";
import { expect, test } from "./support/test";

test.use({ stageOptions: { accounts: true } });

test("the first job needs no host beforehand: the form takes this computer, and keeps what was typed", async ({ page, stage }) => {
  const folder = mkdtempSync(join(tmpdir(), "sqmpy-first-"));
  await setUp(page, stage.setupLink(), ada);
  const form = await new JobFormPage(page).open();
  await form.fill({ script: "#!/bin/sh\npwd\n", workingDirectory: folder });

  await page.getByRole("button", { name: "Use this computer" }).click();
  const host = page.getByLabel("Host", { exact: true });
  await expect(host.locator("option:checked")).toHaveText("This computer (ready)");
  await expect(host).toBeFocused();
  await expect(page).toHaveURL(/\/jobs\/new$/);
  await expect(form.field("Working directory")).toHaveValue(folder);

  const job = await form.submit();
  await job.expectState("Completed");
  await expect(job.log.line(folder)).toBeVisible();
  rmSync(folder, { recursive: true, force: true });
});
