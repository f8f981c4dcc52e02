import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { waitForPort } from "@/e2e/support/free-port";
import { Sshd, whyNoSshd } from "@/e2e/support/sshd";
import type { TestUser } from "@/e2e/support/test-users";
import type { Credential } from "@/lib/domain/host";
import { makeKeyPair, publicLineOf } from "./key-pair";
import { openSshConnection } from "./ssh-client";
import { SshTransport } from "./ssh-transport";

describe.skipIf(whyNoSshd() !== null)("signing in", () => {
  let sshd: Sshd;
  let folder: string;
  let plain: TestUser;

  beforeAll(async () => {
    sshd = await Sshd.start({ users: ["plain", "prompt"] });
    folder = mkdtempSync(join(tmpdir(), "sqmpy-keys-"));
    plain = sshd.facts.users.plain as TestUser;
  });
  afterAll(async () => {
    await sshd.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function whoAmI(credential: Credential, user: Pick<TestUser, "username"> = plain, host = sshd): Promise<string> {
    const { address, port, hostKey } = host.facts;
    const connection = await openSshConnection({ address, port, hostKey, username: user.username }, credential);
    const { stdout } = await new SshTransport(connection).exec("id -un");
    await connection.end();
    return stdout.trim();
  }

  /** Made by ssh-keygen, let in as `plain`. */
  function keyOf(type: string, ...options: string[]): string {
    const file = join(folder, `${type}${Math.random()}`);
    execFileSync("ssh-keygen", ["-q", "-t", type, "-f", file, "-C", "odd comment", ...options]);
    sshd.authorize(plain, readFileSync(`${file}.pub`, "utf8").trim());
    return readFileSync(file, "utf8");
  }

  const given = (privateKey: string, passphrase: string | null = null): Credential => ({ method: "given_key", privateKey, passphrase });

  it("takes a key that we made, by the line that we show", async () => {
    const { privateKey, publicKey } = makeKeyPair();
    expect(publicKey).toMatch(/^ssh-ed25519 \S+ sqmpy$/);
    sshd.authorize(plain, publicKey);
    expect(await whoAmI({ method: "made_key", privateKey })).toBe(plain.username);
    expect(publicLineOf(privateKey, null)).toBe(publicKey);
  });

  it.each([
    { kind: "ed25519", options: ["-N", ""] },
    { kind: "rsa", options: ["-N", "", "-b", "3072"] },
    { kind: "ecdsa", options: ["-N", ""] },
    { kind: "rsa", options: ["-N", "", "-m", "PEM"] },
    { kind: "rsa", options: ["-N", "", "-m", "PKCS8"] },
    { kind: "ecdsa", options: ["-N", "", "-m", "PKCS8"] },
  ])("takes a given $kind key ($options)", async ({ kind, options }) => {
    expect(await whoAmI(given(keyOf(kind, ...options)))).toBe(plain.username);
  });

  it("takes a key with DOS line ends", async () => {
    expect(await whoAmI(given(keyOf("ed25519", "-N", "").replaceAll("\n", "\r\n")))).toBe(plain.username);
  });

  it.each([
    { kind: "ed25519", options: [] },
    { kind: "rsa", options: ["-m", "PEM"] },
    { kind: "rsa", options: ["-m", "PKCS8"] },
  ])("opens a $kind key by its passphrase only ($options)", async ({ kind, options }) => {
    const key = keyOf(kind, "-N", "open sesame ü", ...options);
    expect(await whoAmI(given(key, "open sesame ü"))).toBe(plain.username);
    await expect(whoAmI(given(key, "wrong"))).rejects.toMatchObject({ code: "auth_failed", field: "passphrase", message: expect.stringContaining("does not open") });
    await expect(whoAmI(given(key))).rejects.toMatchObject({ code: "auth_failed", field: "passphrase", message: expect.stringContaining("protected") });
  });

  it("refuses a key that the host does not know, and says what to do", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048, privateKeyEncoding: { type: "pkcs1", format: "pem" }, publicKeyEncoding: { type: "pkcs1", format: "pem" } });
    await expect(whoAmI(given(privateKey))).rejects.toMatchObject({ code: "auth_failed", field: undefined, message: expect.stringContaining("authorized_keys") });
  });

  it("takes a password, and says when it is wrong", async ({ skip }) => {
    if (plain.password === null) return skip("only root can set passwords");
    expect(await whoAmI({ method: "password", password: plain.password })).toBe(plain.username);
    await expect(whoAmI({ method: "password", password: "wrong" })).rejects.toMatchObject({ code: "auth_failed", message: expect.stringContaining("with this password") });
    const failures = sshd.log().split("\n").filter((line) => line.startsWith("Failed password"));
    expect(failures).toHaveLength(1);
  });

  it("gives the password to a prompt", async ({ skip }) => {
    const prompt = sshd.facts.users.prompt;
    if (!prompt?.password) return skip("only root can set passwords");
    expect(await whoAmI({ method: "password", password: prompt.password }, prompt)).toBe(prompt.username);
    await expect(whoAmI({ method: "password", password: "wrong" }, prompt)).rejects.toMatchObject({ code: "auth_failed" });
    await expect(whoAmI(given(sshd.facts.privateKey), prompt)).rejects.toMatchObject({ message: expect.stringContaining("takes no key") });
  });

  it("says that a second proof is wanted", async ({ skip }) => {
    if (plain.password === null) return skip("only root can set passwords");
    const strict = await Sshd.start({ users: ["plain"], config: "AuthenticationMethods publickey,password" });
    try {
      await expect(whoAmI(given(strict.facts.privateKey), plain, strict)).rejects.toMatchObject({ code: "auth_failed", message: expect.stringContaining("second proof") });
    } finally {
      await strict.stop();
    }
  });

  it("says that the host takes no password", async () => {
    const strict = await Sshd.start({ users: ["plain"], config: "AuthenticationMethods publickey" });
    try {
      await expect(whoAmI({ method: "password", password: "x" }, plain, strict)).rejects.toMatchObject({ code: "auth_failed", message: "The host takes no password. It accepts: a key." });
    } finally {
      await strict.stop();
    }
  });

  describe("by ssh-agent", () => {
    let agent: ChildProcess;
    const before = process.env.SSH_AUTH_SOCK;

    beforeAll(async () => {
      const socket = join(folder, "agent");
      agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
      await vi.waitUntil(() => existsSync(socket));
      process.env.SSH_AUTH_SOCK = socket;
    });
    afterAll(() => {
      agent.kill();
      if (before === undefined) delete process.env.SSH_AUTH_SOCK;
      else process.env.SSH_AUTH_SOCK = before;
    });

    it("uses its keys", async () => {
      await expect(whoAmI({ method: "agent" })).rejects.toMatchObject({ code: "auth_failed", message: expect.stringContaining("ssh-add") });
      const file = join(folder, "for-agent");
      writeFileSync(file, keyOf("ed25519", "-N", ""));
      chmodSync(file, 0o600);
      execFileSync("ssh-add", ["-q", file], { stdio: "ignore" });
      expect(await whoAmI({ method: "agent" })).toBe(plain.username);
    });

    it("says that there is none", async () => {
      const socket = process.env.SSH_AUTH_SOCK;
      delete process.env.SSH_AUTH_SOCK;
      await expect(whoAmI({ method: "agent" })).rejects.toMatchObject({ code: "auth_failed", field: "signIn", message: expect.stringContaining("No ssh-agent runs") });
      process.env.SSH_AUTH_SOCK = join(folder, "nothing");
      await expect(whoAmI({ method: "agent" })).rejects.toMatchObject({ code: "auth_failed", field: "signIn" });
      process.env.SSH_AUTH_SOCK = socket;
    });
  });

  it.each(["rsa", "ecdsa"] as const)("knows a host by its %s key, also where it has others", async (kind) => {
    const several = await Sshd.start({ users: ["plain"], secondHostKey: kind });
    try {
      const { address, port, hostKey, secondHostKey } = several.facts;
      for (const pinned of [hostKey, secondHostKey]) {
        const connection = await openSshConnection({ address, port, hostKey: pinned, username: plain.username }, given(several.facts.privateKey));
        await connection.end();
      }
    } finally {
      await several.stop();
    }
  });

  it("refuses a host that does not speak SSH", async () => {
    const { createServer } = await import("node:http");
    const server = createServer((_request, response) => response.end("hello"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    await waitForPort(port);
    await expect(
      openSshConnection({ address: "127.0.0.1", port, username: "x", hostKey: sshd.facts.hostKey }, given(sshd.facts.privateKey)),
    ).rejects.toMatchObject({ code: "unreachable" });
    server.close();
  });
});
