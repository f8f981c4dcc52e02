import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { utils } from "ssh2";
import { HostFormPage, HostPage, readPublicLine, type HostWish } from "./pages/host-pages";
import { JobFormPage } from "./pages/job-form-page";
import { JobPage } from "./pages/job-page";
import { freePort } from "./support/free-port";
import { makeGate } from "./support/gate";
import { type LabHost, startLabHost } from "./support/lab-host";
import { Sshd, whyNoSshd } from "./support/sshd";
import { submitJob } from "./support/submit-job";
import type { TestUser, UserKind } from "./support/test-users";
import { expect, test } from "./support/test";

// Of its own, since a host goes at the end.
test.use({ stageOptions: {} });

let host: LabHost;

test.beforeAll(async () => {
  host = await startLabHost();
});
test.afterAll(() => host.stop());

function at(name: string, change: Partial<HostWish> = {}): HostWish {
  const { address, port, username } = host.spec;
  return { name, address, port, username, ...change };
}

/** A real sshd with users whose sign-in or login scripts are unlike others'; without one the test is skipped by name. */
async function withOddUser(kind: UserKind, work: (user: TestUser, wish: (name: string) => HostWish, fingerprint: string) => Promise<void>): Promise<void> {
  test.skip(whyNoSshd() !== null, `real sshd: ${whyNoSshd()}`);
  const sshd = await Sshd.start({ users: [kind] });
  try {
    const user = sshd.facts.users[kind];
    test.skip(!user, sshd.facts.skipped.join("; "));
    if (!user) return;
    const { address, port, hostKey } = sshd.facts;
    await work(user, (name) => ({ name, address, port, username: user.username }), hostKey.fingerprint);
  } finally {
    await sshd.stop();
  }
}

/** Adds a host that signs in by password and answers its page, at the question about its key. */
async function byPassword(form: HostFormPage, wish: HostWish, password: string): Promise<HostPage> {
  await form.open();
  await form.fill(wish);
  await form.signInBy("Password");
  await form.page.getByRole("textbox", { name: "Password" }).fill(password);
  return form.save();
}

/** Adds a host that signs in by a private key. */
async function byKey(form: HostFormPage, wish: HostWish, privateKey: string, passphrase = ""): Promise<void> {
  await form.open();
  await form.fill(wish);
  await form.signInBy("Your own private key");
  await form.page.getByRole("textbox", { name: "Private key" }).fill(privateKey);
  await form.page.getByRole("textbox", { name: "Passphrase" }).fill(passphrase);
}

test("a key that the host does not know stops at the sign-in", async ({ page }) => {
  const form = await new HostFormPage(page).open();
  await form.fill(at("Stranger"));
  const hostPage = await form.save();
  await hostPage.trust(host.hostKey.fingerprint);
  await hostPage.expectStopped("Sign-in", /refused the key for .*\. Put its public line into ~\/\.ssh\/authorized_keys/);
  await expect(page.getByRole("link", { name: "Edit the sign-in" })).toBeVisible();
});

test("a wrong password stops at the sign-in, and a right one passes", async ({ page }) => {
  const { password } = host;
  test.skip(password === null, "passwords of test users: only root can set them");
  const form = new HostFormPage(page);
  const hostPage = await byPassword(form, at("By password"), "not the password");
  await hostPage.trust(host.hostKey.fingerprint);
  await hostPage.expectStopped("Sign-in", /refused the username .* with this password. Check both/);

  await page.getByRole("link", { name: "Edit the sign-in" }).click();
  await form.signInBy("Password");
  await page.getByRole("textbox", { name: "Password" }).fill(password ?? "");
  await form.save();
  await hostPage.expectReady("By password");
});

test("a password asked for at a prompt is given there", ({ page }) =>
  withOddUser("prompt", async (user, wish, fingerprint) => {
    const hostPage = await byPassword(new HostFormPage(page), wish("Prompting"), user.password ?? "");
    await hostPage.trust(fingerprint);
    await hostPage.expectReady("Prompting");
  }));

test("a port where nothing listens stops at the network", async ({ page }) => {
  const port = await freePort();
  const form = await new HostFormPage(page).open();
  await form.fill(at("Closed", { port }));
  const hostPage = await form.save();
  await hostPage.expectStopped("Network (TCP)", new RegExp(`refuses connections on port ${port}: no SSH service listens there. Check the port`));
  await expect(hostPage.step("Name look-up")).toContainText("passed");
  await expect(hostPage.step("Sign-in")).toContainText("not tried");
});

test("an unknown name stops at the look-up", async ({ page }) => {
  const form = await new HostFormPage(page).open();
  await form.fill(at("Nowhere", { address: "login.no-such-place.invalid" }));
  const hostPage = await form.save();
  await hostPage.expectStopped("Name look-up", /No machine is known by the name login\.no-such-place\.invalid|could not be looked up/);
});

test("login scripts that print are a warning, and jobs run all the same", ({ page }) =>
  withOddUser("noisy", async (user, wish, fingerprint) => {
    const hostPage = await byPassword(new HostFormPage(page), wish("Noisy"), user.password ?? "");
    await hostPage.trust(fingerprint);
    await hostPage.expectReady("Noisy");
    await expect(page.getByRole("status").filter({ hasText: "Noisy is ready" })).toContainText("warning");
    await expect(hostPage.step("Shell")).toContainText("Its login scripts print on every command: “Welcome to the cluster!");

    await page.getByRole("link", { name: "New job here" }).click();
    const jobForm = new JobFormPage(page);
    await jobForm.ready();
    await jobForm.fill({ script: "#!/bin/bash\necho 'no noise here'\necho data >out.txt\n" });
    const job = await jobForm.submit();
    await job.expectState("Completed");
    expect((await job.log.allLines()).map(({ text }) => text)).toEqual(["no noise here"]);
    await job.file("out.txt").click();
    await expect(page.getByText("data", { exact: true })).toBeVisible();
    rmSync(join(user.home, "sqmpy", job.id), { recursive: true, force: true });
  }));

test("a key with a passphrase: asked for, refused when wrong, opened when right", async ({ page }) => {
  const key = utils.generateKeyPairSync("ed25519", { passphrase: "open sesame", cipher: "aes256-cbc", rounds: 16 });
  host.authorize(key.public);
  const form = new HostFormPage(page);
  const saveButton = page.getByRole("button", { name: "Save and test the connection" });

  await byKey(form, at("Locked key"), key.private);
  await saveButton.click();
  await expect(page.getByText("This private key is protected by a passphrase. Give it beside the key.").first()).toBeVisible();
  const passphrase = page.getByRole("textbox", { name: "Passphrase" });
  await expect(passphrase).toHaveAttribute("aria-invalid", "true");
  await passphrase.fill("open barley");
  await saveButton.click();
  await expect(page.getByText("The passphrase does not open this private key. Check it and give it again.").first()).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("Locked key");
  await passphrase.fill("open sesame");
  const hostPage = await form.save();
  await hostPage.trust(host.hostKey.fingerprint);
  await hostPage.expectReady("Locked key");
});

test("what is no private key is refused beside the field", async ({ page }) => {
  const { public: publicLine } = utils.generateKeyPairSync("ed25519");
  await byKey(new HostFormPage(page), at("Public half"), publicLine);
  await page.getByRole("button", { name: "Save and test the connection" }).click();
  await expect(page.getByText("This is not a private key: paste the file without .pub")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Private key" })).toHaveValue(publicLine);
});

test("a changed host key is refused, with both fingerprints, until its owner says so", async ({ page }) => {
  const key = utils.generateKeyPairSync("ed25519");
  host.authorize(key.public);
  const form = new HostFormPage(page);
  await byKey(form, at("Reinstalled"), key.private);
  const hostPage = await form.save();
  const before = host.hostKey.fingerprint;
  await hostPage.trust(before);
  await hostPage.expectReady("Reinstalled");

  const { fingerprint: after } = await host.changeHostKey();
  await hostPage.testAgain();
  const warning = page.getByRole("alert").filter({ hasText: "The key of 127.0.0.1 has changed" });
  await expect(warning).toContainText(before, { timeout: 20_000 });
  await expect(warning).toContainText(after);
  await expect(warning).toContainText("Sqmpy refuses to connect");

  await warning.getByRole("button", { name: "The change is right…" }).click();
  const dialog = page.getByRole("alertdialog");
  const accept = dialog.getByRole("button", { name: "Trust the new key" });
  await expect(accept).toBeDisabled();
  await dialog.getByRole("checkbox").check();
  await accept.click();
  await hostPage.expectReady("Reinstalled");
});

test("hosts come out of an SSH configuration", async ({ page }) => {
  await page.goto("/hosts/import");
  const config = `Host workbench\n  HostName 127.0.0.1\n  Port ${host.spec.port}\n  User ${host.spec.username}\n\nHost *\n  ServerAliveInterval 30\n\nHost inner\n  HostName inner.uni.example\n  ProxyJump workbench\n`;
  await page.getByRole("textbox", { name: "The text of your ~/.ssh/config" }).fill(config);
  await page.getByRole("button", { name: "Show the hosts in it" }).click();
  await expect(page.getByRole("checkbox", { name: "workbench" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "inner" })).toBeDisabled();
  await page.getByRole("button", { name: "Add 1 host" }).click();

  host.authorize(await readPublicLine(page));
  await page.getByRole("link", { name: "Test connection" }).click();
  const hostPage = new HostPage(page);
  await hostPage.trust(host.hostKey.fingerprint);
  await hostPage.expectReady("workbench");
});

test("this computer is a host without SSH", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "sqmpy-here-"));
  await page.goto("/hosts");
  await page.getByRole("button", { name: "Add this computer" }).click();
  await expect(page.getByRole("status").filter({ hasText: "is ready for jobs" })).toBeVisible({ timeout: 20_000 });
  await page.getByRole("link", { name: "New job here" }).click();
  const form = new JobFormPage(page);
  await form.ready();
  await form.fill({ script: "#!/bin/sh\npwd\n", workingDirectory: folder });
  const job = await form.submit();
  await job.expectState("Completed");
  await expect(job.log.line(folder)).toBeVisible();
  rmSync(folder, { recursive: true, force: true });
});

test("a host with unfinished jobs stays; without them it goes, and its jobs keep its name", async ({ page, stage }) => {
  const gate = makeGate(stage.host.home);
  const id = await submitJob(stage, `#!/bin/sh\n${gate.wait}\n`);
  await page.goto(`/hosts/${stage.lab?.hostId}`);
  const remove = page.getByRole("main").getByRole("button", { name: "Remove" });
  await remove.click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Remove the host" }).click();
  await expect(dialog.getByRole("alert")).toContainText("1 job there has not ended yet: cancel them or wait, then remove the host.");
  await dialog.getByRole("button", { name: "Keep it" }).click();

  gate.open();
  await (await new JobPage(page).open(id)).expectState("Completed");
  gate.remove();
  await page.goto(`/hosts/${stage.lab?.hostId}`);
  await remove.click();
  await dialog.getByRole("button", { name: "Remove the host" }).click();
  await expect(page).toHaveURL(/\/hosts$/);
  await expect(page.getByRole("link", { name: "Lab", exact: true })).toHaveCount(0);
  const job = await new JobPage(page).open(id);
  await expect(job.header).toContainText("on Lab");
});
