import { rmSync } from "node:fs";
import { join } from "node:path";
import { JobPage } from "./pages/job-page";
import { submitJob } from "./support/submit-job";
import { expect, test } from "./support/test";

test.use({ stageOptions: { environment: { SQMPY_COLLECT_FILE_LIMIT: "100kB", SQMPY_COLLECT_JOB_LIMIT: "150kB" } } });

const script = `#!/bin/sh
head -c 60000 /dev/zero | tr '\\0' a >first.txt
head -c 70000 /dev/zero | tr '\\0' b >second.txt
head -c 90000 /dev/zero | tr '\\0' c >third.txt
head -c 300000 /dev/zero | tr '\\0' d >large.txt
`;

test("files over the limits stay on the host, are fetched when asked for, and are said to be gone once they are", async ({ page, stage }) => {
  const job = await new JobPage(page).open(await submitJob(stage, script));
  await job.expectState("Completed");
  const row = (name: string) => job.files.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });
  for (const name of ["first.txt", "second.txt"]) await expect(row(name)).not.toContainText("On the host");
  await expect(row("third.txt")).toContainText("Beyond this job's 150.0 kB: it stays on the host and is fetched when you ask.");
  await expect(row("large.txt")).toContainText("Larger than 100.0 kB: it stays on the host and is fetched when you ask.");
  for (const name of ["third.txt", "large.txt"]) await expect(row(name)).toContainText("On the host");
  await expect(job.timeline).toContainText("2 stay on the host.");

  const fetched = await job.download(job.files.getByRole("link", { name: "Download large.txt" }));
  expect(fetched.equals(Buffer.alloc(300_000, "d"))).toBe(true);

  rmSync(join(await job.directory(), "large.txt"));
  await job.file("large.txt").click();
  await expect(page.getByRole("alert").filter({ hasText: "This file cannot be shown" })).toContainText("“large.txt” is not on Lab any more.");
});
