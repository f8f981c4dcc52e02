import { readFileSync } from "node:fs";
import { join } from "node:path";
import { JobFormPage, textFile } from "./pages/job-form-page";
import { JobPage } from "./pages/job-page";
import { makeGate } from "./support/gate";
import { whyNoInngestServer } from "./support/inngest-server";
import { submitJob } from "./support/submit-job";
import { expect, test } from "./support/test";

const reason = whyNoInngestServer();
test.skip(reason !== null, `a real Inngest server: ${reason}`);
test.use({ stageOptions: { inngest: true, smtp: true }, expectedComplaints: /Signature validation failed/ });

test("on a real Inngest server, a job from its form to its mail", async ({ page, stage }) => {
  const form = await new JobFormPage(page).open();
  await form.fill({
    host: "Lab",
    script: '#!/bin/sh\ncat data.txt\necho made >result.txt\necho "$COLOUR"\n',
    scriptName: "show.sh",
    name: "Through Inngest",
    environment: { COLOUR: "teal" },
    files: [textFile("data.txt", "the data\n")],
  });
  await form.expectUploaded(1);
  const job = await form.submit();
  await job.expectState("Completed");
  await expect(job.header).toContainText("Ended with exit code 0.");
  for (const line of ["the data", "teal"]) await expect(job.log.line(line)).toBeVisible();
  await expect(job.file("result.txt")).toBeVisible();
  const mail = await stage.smtp?.waitFor(({ subject }) => subject.includes("Through Inngest"));
  expect(mail?.text).toContain(`${stage.url}/jobs/${job.id}`);
  expect(stage.smtp?.mails).toHaveLength(1);
});

test("a job goes on when the app is killed, and runs once", async ({ page, stage }) => {
  const gate = makeGate(stage.host.home);
  const proof = join(stage.host.home, "proof-of-starts");
  const id = await submitJob(stage, `#!/bin/sh\necho started >>'${proof}'\n${gate.wait}\necho over\n`);
  const job = await new JobPage(page).open(id);
  await job.expectState("Running");
  await page.goto("about:blank");
  await stage.kill();
  gate.open();
  await stage.start();
  await job.open(id);
  await job.expectState("Completed", 60_000);
  await expect(job.log.line("over")).toBeVisible();
  expect(readFileSync(proof, "utf8")).toBe("started\n");
  gate.remove();
});

test("the engine's door opens to that server alone", async ({ stage }) => {
  const path = "/api/inngest?fnId=sqmpy-sweep&stepId=step";
  for (const method of ["GET", "POST", "PUT"]) {
    const body = method === "GET" ? undefined : '{"event":{}}';
    const answer = await fetch(stage.url + path, { method, body, headers: { "content-type": "application/json" } });
    expect(answer.status, method).toBe(401);
  }
});
