import type { HostId } from "@/lib/domain/ids";
import { signIn } from "./pages/account-pages";
import { JobPage } from "./pages/job-page";
import { callAction } from "./support/call-action";
import { makeGate } from "./support/gate";
import { bob, cookieHeader, prepareAccounts, test } from "./support/people";
import { plainSpec } from "./support/plain-spec";
import { submitAs } from "./support/submit-job";
import { expect } from "./support/test";

let hostId: HostId;

test.use({
  expectedComplaints: /status of 404/,
  stageOptions: {
    accounts: true,
    prepare: async (stores, place) => {
      hostId = await prepareAccounts(stores, place);
    },
  },
});

test("a stranger finds nothing of another's job or host, and can do nothing to it", async ({ page, browser, stage, adasSession }) => {
  const gate = makeGate(stage.host.home);
  const { url } = stage;
  const adas = { url, hostId, cookie: cookieHeader(adasSession) };
  const running = await submitAs(adas, `#!/bin/sh\necho secret >secret.txt\necho secret\n${gate.wait}\n`, { name: "Private work" });
  const job = await new JobPage(page).open(running);
  await job.expectState("Running");
  await expect(job.log.line("secret")).toBeVisible();

  const context = await browser.newContext({ baseURL: url, storageState: { cookies: [], origins: [] } });
  const his = await context.newPage();
  await signIn(his, bob);
  const bobs = cookieHeader(await context.storageState());

  await test.step("pages", async () => {
    for (const path of [`/jobs/${running}`, `/jobs/${running}/files?kind=output&path=secret.txt`, `/hosts/${hostId}`, `/hosts/${hostId}/edit`, "/admin", "/admin/outbox"]) {
      const answer = await his.goto(path);
      expect(answer?.status(), path).toBe(404);
      await expect(his.getByRole("heading", { name: "There is nothing here" }), path).toBeVisible();
      await expect(his.getByText(/secret|Private work/)).toHaveCount(0);
      expect(await his.content(), path).not.toContain("Private work");
    }
    await his.goto(`/jobs/new?from=${running}`);
    await expect(his.getByText("Private work")).toHaveCount(0);
    await his.goto("/jobs");
    await expect(his.getByRole("heading", { name: "No jobs yet" })).toBeVisible();
    await his.goto("/hosts");
    await expect(his.getByRole("heading", { name: "Where shall your jobs run?" })).toBeVisible();
  });

  await test.step("streams, logs and files", async () => {
    const paths = [
      "/stream",
      "/log/stdout",
      "/log/stdout/range?from=0&to=10&whole=neither",
      "/log/stdout/search?q=secret",
      "/files/download?kind=output&path=secret.txt",
      "/files/download?kind=stdout",
      "/files/image?kind=output&path=secret.txt",
      "/zip",
    ].map((path) => `/jobs/${running}${path}`);
    for (const path of [...paths, `/hosts/${hostId}/test`]) {
      for (const method of ["GET", "POST"]) {
        const answer = await fetch(url + path, { method, redirect: "manual", headers: { cookie: bobs, origin: url } });
        expect([404, 405], `${method} ${path}`).toContain(answer.status);
        expect(await answer.text()).not.toContain("secret");
      }
      const unknown = await fetch(url + path, { redirect: "manual", headers: { origin: url } });
      expect([303, 307, 401, 404, 405], `without a cookie: ${path}`).toContain(unknown.status);
      expect(await unknown.text()).not.toContain("secret");
    }
  });

  await test.step("actions", async () => {
    const attempts: [string, object][] = [
      ["cancelJobs", { ids: [running] }],
      ["removeJobs", { ids: [running], removeRemote: true }],
      ["resubmitJob", { id: running }],
      ["closeAsLost", { id: running }],
      ["submitJob", plainSpec(hostId, "#!/bin/sh\n")],
      ["removeHost", { id: hostId }],
      ["trustHostKey", { id: hostId, fingerprint: stage.host.hostKey.fingerprint }],
      ["renameHost", { id: hostId, name: "Mine now" }],
    ];
    for (const [action, input] of attempts) {
      for (const cookie of [bobs, ""]) {
        const answer = await callAction(url, "/jobs", action, input, cookie);
        const isRefused = answer.body.includes('"status":"refused"') || answer.status === 404 || (cookie === "" && answer.redirectedTo?.includes("/sign-in"));
        expect(isRefused, `${action} ${cookie === "" ? "without a cookie" : "by a stranger"}: ${answer.status} ${answer.redirectedTo} ${answer.body.slice(0, 300)}`).toBe(true);
      }
    }
  });

  gate.open();
  await job.expectState("Completed");
  await page.goto(`/hosts/${hostId}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Lab");
  gate.remove();
  await context.close();
});

test("the session's cookie is out of reach for scripts and other sites", async ({ adasSession }) => {
  const sessions = adasSession.cookies.filter(({ name }) => name.startsWith("sqmpy-"));
  expect(sessions).toHaveLength(1);
  expect(sessions[0]).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
});
