import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostFormPage, HostPage } from "./pages/host-pages";
import { JobFormPage } from "./pages/job-form-page";
import { hasProgram } from "./support/has-program";
import type { LabHost } from "./support/lab-host";
import { expect, test } from "./support/test";

/** Of the account that Sqmpy runs under, for this spec alone. */
const home = join(tmpdir(), `sqmpy-own-${process.pid}`);
const ssh = join(home, ".ssh");
const socket = join(home, "agent");
let agent: ChildProcess | undefined;

test.use({
  stageOptions: {
    environment: { HOME: home, SSH_AUTH_SOCK: socket },
    prepare: (_stores, { host }) => furnish(host),
  },
});
test.skip(!hasProgram("ssh-agent") || !hasProgram("ssh-keygen"), "needs ssh-agent and ssh-keygen (openssh-client)");

test.afterAll(async () => {
  if (agent) {
    const gone = once(agent, "exit");
    agent.kill();
    await gone;
  }
  rmSync(home, { recursive: true, force: true });
});

async function furnish(host: LabHost): Promise<void> {
  mkdirSync(ssh, { recursive: true, mode: 0o700 });
  const [open, , held] = [makeKey("open", ""), makeKey("locked", "open sesame"), makeKey("held", "")];
  host.authorize(`${open}\n${held}`);
  const { address, port, username } = host.spec;
  const section = (alias: string, key: string) => `Host ${alias}\n  HostName ${address}\n  Port ${port}\n  User ${username}\n  IdentityFile ~/.ssh/${key}\n`;
  writeFileSync(join(ssh, "config"), section("workbench", "open") + section("vault", "locked"));

  agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
  const died = once(agent, "exit");
  while (!existsSync(socket)) await Promise.race([died, new Promise((resolve) => setTimeout(resolve, 20))]);
  agentKeys("add", join(ssh, "held"));
}

/** Answers the public line. */
function makeKey(name: string, passphrase: string): string {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-f", join(ssh, name)]);
  return readFileSync(join(ssh, `${name}.pub`), "utf8").trim();
}

function agentKeys(...[change, file]: ["add", string] | ["remove all"]): void {
  execFileSync("ssh-add", change === "add" ? ["-q", file ?? ""] : ["-q", "-D"], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
}

test("hosts come out of the account's own ~/.ssh/config, with the keys that it names", async ({ page, stage }) => {
  await page.goto("/hosts/import");
  await page.getByRole("button", { name: "Read ~/.ssh/config here" }).click();
  for (const alias of ["workbench", "vault"]) await expect(page.getByRole("checkbox", { name: alias })).toBeChecked();
  await expect(page.getByRole("radio", { name: "The keys in ~/.ssh here" })).toBeChecked();
  await page.getByRole("button", { name: "Add 2 hosts" }).click();

  await expect(page.getByRole("heading", { name: "1 host added" })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "1 host was left out" })).toContainText("vault: Its key ~/.ssh/locked is protected by a passphrase.");
  await page.getByRole("link", { name: "Test connection" }).click();
  const host = new HostPage(page);
  await host.trust(stage.host.hostKey.fingerprint);
  await host.expectReady("workbench");
});

test("ssh-agent signs in, for as long as it holds the key", async ({ page, stage }) => {
  const { address, port, username } = stage.host.spec;
  const form = await new HostFormPage(page).open();
  await form.fill({ name: "By agent", address, port, username });
  await form.signInBy("ssh-agent");
  await expect(page.getByRole("status").filter({ hasText: "Sqmpy asks the ssh-agent of" })).toBeVisible();
  const host = await form.save();
  await host.trust(stage.host.hostKey.fingerprint);
  await host.expectReady("By agent");

  await page.getByRole("link", { name: "New job here" }).click();
  const jobForm = new JobFormPage(page);
  await jobForm.ready();
  await jobForm.fill({ script: "#!/bin/sh\necho 'let in by the agent'\n" });
  const job = await jobForm.submit();
  await job.expectState("Completed");
  await expect(job.log.line("let in by the agent")).toBeVisible();

  agentKeys("remove all");
  await page.getByRole("link", { name: "By agent" }).click();
  await host.testAgain();
  await host.expectStopped("Sign-in", /refused every key of the ssh-agent for .*\. Add the right one with ssh-add/);
});
