import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Sshd, whyNoSshd } from "@/e2e/support/sshd";
import { TcpFault } from "@/e2e/support/tcp-fault";
import type { UserKind } from "@/e2e/support/test-users";
import { quote } from "@/lib/schedulers/quote";
import { openSshConnection, usualTimes } from "./ssh-client";
import type { SshConnection } from "./ssh-connection";
import { SshTransport } from "./ssh-transport";

const MB = 1024 * 1024;
const quick = { ...usualTimes, tcpMs: 2_000, readyMs: 3_000, keepaliveMs: 400 };
const unreachable = expect.objectContaining({ code: "unreachable", transient: true });
const reason = whyNoSshd();

async function open(sshd: Sshd, kind: UserKind, port = sshd.facts.port): Promise<SshConnection> {
  const { address, hostKey, privateKey, users } = sshd.facts;
  const username = users[kind]?.username ?? "";
  return openSshConnection({ address, port, username, hostKey }, { method: "given_key", privateKey, passphrase: null }, quick);
}

/** Rejects when the work takes longer: a call that hangs is the fault looked for. */
async function within<Answer>(milliseconds: number, work: Promise<Answer>): Promise<Answer> {
  const controller = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: controller.signal }).then(() => Promise.reject(new Error(`still waiting after ${milliseconds} ms`)));
  try {
    return await Promise.race([work, late]);
  } finally {
    controller.abort();
    late.catch(() => undefined);
  }
}

/** Never ends by itself. */
function endless(): Readable {
  const block = randomBytes(MB);
  return new Readable({
    read() {
      this.push(block);
    },
  });
}

describe.skipIf(reason !== null)("a connection that breaks", () => {
  let sshd: Sshd;
  let fault: TcpFault;
  let connection: SshConnection;
  let transport: SshTransport;
  let folder: string;

  beforeAll(async () => {
    sshd = await Sshd.start({ users: ["plain", "noisy"] });
  });
  afterAll(() => sshd.stop());

  describe.each(["plain", "noisy"] as const)("%s", (kind) => {
    beforeEach(async ({ skip }) => {
      if (!sshd.facts.users[kind]) skip(`no user of kind ${kind}`);
      fault = await TcpFault.start(sshd.facts.port);
      connection = await open(sshd, kind, fault.port);
      transport = new SshTransport(connection);
      folder = `${await transport.home()}/faults ${randomBytes(4).toString("hex")}`;
      await transport.makeDirectory(folder);
    });

    afterEach(async () => {
      if (!fault) return;
      await connection.end();
      await fault.stop();
      const tidy = await open(sshd, kind);
      await new SshTransport(tidy).exec(`rm -rf -- ${quote(folder)}`);
      await tidy.end();
    });

    const breaks = {
      "ended in order": () => fault.cut(),
      reset: () => fault.reset(),
      "killed at the host": () => sshd.killSessions(),
      "swallowed without a word": () => fault.blackHole(),
    };

    it.each(Object.entries(breaks))("ends all that waits when it is %s", async (_name, breakIt) => {
      await transport.writeFile(`${folder}/big`, Buffer.alloc(20 * MB));
      const reader = await transport.openRead(`${folder}/big`);
      const readerFailed = new Promise((resolve) => reader.once("error", resolve));
      const source = endless();
      const waiting = [
        transport.writeFile(`${folder}/file`, source),
        transport.writeFile(`${folder}/waiting`, new Readable({ read: () => undefined })),
        transport.exec("sleep 30"),
        transport.exec("cat >/dev/null; sleep 30", { stdin: Buffer.alloc(8 * MB) }),
      ];
      const settled = Promise.allSettled(waiting);
      await sleep(300);
      breakIt();
      const results = await within(8_000, settled);
      expect(results.map((result) => (result.status === "rejected" ? result.reason : result.value))).toEqual(waiting.map(() => unreachable));
      expect(source.destroyed).toBe(true);
      reader.resume();
      expect(await within(8_000, readerFailed)).toEqual(unreachable);
      expect(connection.isOpen).toBe(false);
    });

    it("refuses at once what is asked afterwards", async () => {
      fault.reset();
      await expect.poll(() => connection.isOpen).toBe(false);
      const calls = [
        transport.exec("true"),
        transport.writeFile(`${folder}/x`, "x"),
        transport.readRanges([{ path: `${folder}/x`, offset: 0, limit: 1 }]),
        transport.openRead(`${folder}/x`),
        transport.list(folder),
        transport.makeDirectory(`${folder}/y`),
        transport.rename(`${folder}/x`, `${folder}/y`),
        transport.sha256([`${folder}/x`]),
      ];
      const results = await within(1_000, Promise.allSettled(calls));
      expect(results.map((result) => (result.status === "rejected" ? result.reason : result.value))).toEqual(calls.map(() => unreachable));
    });

    it("goes on over a slow line", async () => {
      fault.delay(20);
      fault.rate(4 * MB);
      const text = randomBytes(MB);
      const { sha256 } = await transport.writeFile(`${folder}/slow`, text);
      expect(await transport.sha256([`${folder}/slow`])).toEqual([sha256]);
    });
  });

  it("notices a frozen host by its silence", async () => {
    fault = await TcpFault.start(sshd.facts.port);
    connection = await open(sshd, "plain", fault.port);
    transport = new SshTransport(connection);
    await transport.exec("true");
    sshd.freeze();
    try {
      await expect(within(6_000, transport.exec("true"))).rejects.toEqual(unreachable);
      await expect(within(6_000, open(sshd, "plain"))).rejects.toEqual(unreachable);
    } finally {
      sshd.thaw();
      await fault.stop();
    }
  });

  it("opens SFTP anew when only its channel was lost", async () => {
    connection = await open(sshd, "plain");
    transport = new SshTransport(connection);
    await transport.list("/etc", { limit: 1 });
    await transport.exec("pkill -KILL -u \"$(id -u)\" sftp-server");
    await expect.poll(async () => (await transport.readRanges([{ path: "/etc/passwd", offset: 0, limit: 1 }]).catch(() => []))[0]?.data.length).toBe(1);
    expect(connection.isOpen).toBe(true);
    await connection.end();
  });
});

describe.skipIf(reason !== null)("a host that lets few sessions through", () => {
  it.each([1, 2, 10])("MaxSessions %i: fifty commands and files at a time are all answered", { timeout: 60_000 }, async (maxSessions) => {
    const sshd = await Sshd.start({ users: ["plain"], maxSessions });
    const connection = await open(sshd, "plain");
    const transport = new SshTransport(connection);
    try {
      const folder = `${await transport.home()}/few ${randomBytes(4).toString("hex")}`;
      await transport.makeDirectory(folder);
      const commands = Array.from({ length: 50 }, (_, index) => transport.exec(`echo ${index}`));
      const files = Array.from({ length: 20 }, (_, index) => transport.writeFile(`${folder}/${index}`, `${index}`));
      expect((await Promise.all(commands)).map(({ stdout }) => stdout)).toEqual(commands.map((_, index) => `${index}\n`));
      expect((await Promise.all(files)).map(({ size }) => size)).toEqual(files.map((_, index) => `${index}`.length));
      expect((await transport.list(folder)).files).toHaveLength(20);
      await transport.exec(`rm -rf -- ${quote(folder)}`);
    } finally {
      await connection.end();
      await sshd.stop();
    }
  });
});
