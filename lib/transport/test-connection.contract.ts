import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Sshd, whyNoSshd } from "@/e2e/support/sshd";
import { TcpFault } from "@/e2e/support/tcp-fault";
import type { TestUser, UserKind } from "@/e2e/support/test-users";
import type { ConnectionReport, Credential, Host } from "@/lib/domain/host";
import { newId } from "@/lib/domain/ids";
import { makeKeyPair } from "./key-pair";
import { LocalTransport } from "./local-transport";
import { usualTimes } from "./ssh-client";
import { testLocal, testSsh } from "./test-connection";

const quick = { ...usualTimes, tcpMs: 1_000, readyMs: 5_000 };
const now = () => new Date();

function outcomes({ steps }: ConnectionReport): string {
  return steps.map(({ step, outcome }) => `${step}:${outcome}`).join(" ");
}

function detail({ steps }: ConnectionReport, step: string): string {
  return steps.find((each) => each.step === step)?.detail ?? "";
}

describe.skipIf(whyNoSshd() !== null)("test connection", () => {
  let sshd: Sshd;

  beforeAll(async () => {
    sshd = await Sshd.start();
  });
  afterAll(() => sshd.stop());

  function hostOf(kind: UserKind, change: Partial<Host> = {}): Host {
    return {
      id: newId(),
      ownerId: newId(),
      kind: "ssh",
      name: "lab",
      address: "127.0.0.1",
      port: sshd.facts.port,
      username: sshd.facts.users[kind]?.username ?? "",
      signIn: "given_key",
      publicKey: null,
      hostKey: sshd.facts.hostKey,
      offeredHostKey: null,
      offers: null, facts: null,
      lastContactAt: null,
      lastError: null,
      lastErrorAt: null,
      parkedAt: null,
      nextPollAt: null,
      createdAt: now(),
      ...change,
    };
  }

  const key = (): Credential => ({ method: "given_key", privateKey: sshd.facts.privateKey, passphrase: null });

  it("finds out about a plain host", async () => {
    const { report, failure } = await testSsh(hostOf("plain"), key(), quick, now);
    expect(outcomes(report)).toBe("name:ok tcp:ok host_key:ok sign_in:ok shell:ok sftp:ok disk:ok");
    expect({ ok: report.ok, failure }).toEqual({ ok: true, failure: null });
    const user = sshd.facts.users.plain as TestUser;
    expect(report.facts).toMatchObject({ home: user.home, shell: expect.stringContaining("/"), bash: expect.stringContaining("bash"), fileTransfer: "sftp", noise: null });
    expect(report.facts?.os).toContain(execFileSync("sh", ["-c", ". /etc/os-release; echo $NAME"], { encoding: "utf8" }).trim());
    expect(report.facts?.freeBytes).toBeGreaterThan(0);
    expect(Math.abs(report.facts?.clockSkewMs ?? Number.NaN)).toBeLessThan(2_000);
    if (report.facts?.python) expect(report.facts.pythonVersion).toMatch(/^\d+\.\d+/);
    expect(report.steps.every(({ took }) => Number.isInteger(took))).toBe(true);
  });

  it("warns of login scripts that print, and shows what", async ({ skip }) => {
    if (!sshd.facts.users.noisy) return skip("no noisy user");
    const { report } = await testSsh(hostOf("noisy"), key(), quick, now);
    expect(outcomes(report)).toBe("name:ok tcp:ok host_key:ok sign_in:ok shell:warning sftp:warning disk:ok");
    expect(report.ok).toBe(true);
    expect(detail(report, "shell")).toContain("Welcome to the cluster!");
    expect(detail(report, "sftp")).toContain("plain commands");
    expect(report.facts).toMatchObject({ fileTransfer: "shell", noise: expect.stringMatching(/Welcome to the cluster![^]*quota at 93%/) });
  });

  it.each(["csh", "fish"] as const)("does not mind %s", async (kind) => {
    if (!sshd.facts.users[kind]) return;
    const { report } = await testSsh(hostOf(kind), key(), quick, now);
    expect(report.ok).toBe(true);
    expect(report.facts?.shell).toContain(kind);
  });

  it("stops at an unknown host key, before anything secret is sent", async () => {
    const before = sshd.log();
    const { report, failure } = await testSsh(hostOf("plain", { hostKey: null }), key(), quick, now);
    expect(outcomes(report)).toBe("name:ok tcp:ok host_key:failed sign_in:skipped shell:skipped sftp:skipped disk:skipped");
    expect(report).toMatchObject({ ok: false, offeredHostKey: sshd.facts.hostKey, pinnedHostKey: null });
    expect(failure?.code).toBe("host_key_unknown");
    expect(sshd.log().slice(before.length)).not.toMatch(/Accepted|Failed/);
  });

  it("stops at a changed host key, and shows both", async () => {
    const pinned = { algorithm: "ssh-ed25519", fingerprint: "SHA256:old", key: "AAAA" };
    const { report, failure } = await testSsh(hostOf("plain", { hostKey: pinned }), key(), quick, now);
    expect(report).toMatchObject({ ok: false, offeredHostKey: sshd.facts.hostKey, pinnedHostKey: pinned });
    expect(failure?.code).toBe("host_key_changed");
    expect(detail(report, "host_key")).toMatch(/SHA256:old/);
  });

  it("names the step that fails", async () => {
    const name = await testSsh(hostOf("plain", { address: "no-such-host.invalid" }), key(), quick, now);
    expect(outcomes(name.report)).toMatch(/^name:failed tcp:skipped/);
    const tcp = await testSsh(hostOf("plain", { port: 1 }), key(), quick, now);
    expect(outcomes(tcp.report)).toMatch(/^name:ok tcp:failed host_key:skipped/);
    const signIn = await testSsh(hostOf("plain"), { method: "made_key", privateKey: makeKeyPair().privateKey }, quick, now);
    expect(outcomes(signIn.report)).toMatch(/host_key:ok sign_in:failed shell:skipped/);
    expect(detail(signIn.report, "sign_in")).toContain("authorized_keys");
    const unread = await testSsh(hostOf("plain"), { method: "given_key", privateKey: "ssh-ed25519 AAAA me", passphrase: null }, quick, now);
    expect(outcomes(unread.report)).toMatch(/sign_in:failed/);
    expect(detail(unread.report, "sign_in")).toContain("public key");
  });

  it("names the step of a host that falls silent", async () => {
    const fault = await TcpFault.start(sshd.facts.port);
    fault.blackHole();
    const { report } = await testSsh(hostOf("plain", { port: fault.port }), key(), { ...quick, readyMs: 500 }, now);
    expect(outcomes(report)).toMatch(/tcp:ok host_key:failed sign_in:skipped/);
    await fault.stop();
  });

  it("says that the shell does not run commands, and what it says", async () => {
    const strict = await Sshd.start({ users: ["plain"], config: "ForceCommand echo 'no shell for you'; exit 1" });
    try {
      const { report } = await testSsh(hostOf("plain", { port: strict.facts.port, hostKey: strict.facts.hostKey }), { ...key(), privateKey: strict.facts.privateKey } as Credential, quick, now);
      expect(outcomes(report)).toMatch(/sign_in:ok shell:failed sftp:skipped disk:skipped/);
      expect(detail(report, "shell")).toContain("no shell for you");
    } finally {
      await strict.stop();
    }
  });

  it("tells each step as soon as it is over", async () => {
    const told: string[] = [];
    await testSsh(hostOf("plain"), key(), quick, now, ({ step }) => told.push(step));
    expect(told).toEqual(["name", "tcp", "host_key", "sign_in", "shell", "sftp", "disk"]);
  });
});

describe("test of this computer", () => {
  it("looks at shell and disk only", async () => {
    const report = await testLocal(new LocalTransport(), now());
    expect(outcomes(report)).toBe("name:skipped tcp:skipped host_key:skipped sign_in:skipped shell:ok sftp:ok disk:ok");
    expect(report).toMatchObject({ ok: true, facts: { fileTransfer: "sftp", noise: null, home: expect.stringContaining("/") } });
  });
});
