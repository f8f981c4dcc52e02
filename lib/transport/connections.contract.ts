import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Sshd, whyNoSshd } from "@/e2e/support/sshd";
import { TcpFault } from "@/e2e/support/tcp-fault";
import type { Credential, Host } from "@/lib/domain/host";
import { endpointOf } from "@/lib/domain/host";
import { type TestStores, makeHost, makeUser, openTestStores } from "@/lib/store/testing/test-stores";
import { createConnections } from "./connection-pool";
import type { Connections } from "./connections";
import { makeKeyPair } from "./key-pair";
import { usualTimes } from "./ssh-client";
import type { Transport } from "./transport";

const minute = 60_000;
const echo = (transport: Transport) => transport.exec("echo hello").then(({ stdout }) => stdout);

describe.skipIf(whyNoSshd() !== null)("connections", () => {
  let sshd: Sshd;
  let fault: TcpFault;
  let stores: TestStores;
  let connections: Connections;
  let clock: Date;
  let logged: string[];

  beforeAll(async () => {
    sshd = await Sshd.start();
  });
  afterAll(() => sshd.stop());

  beforeEach(async () => {
    fault = await TcpFault.start(sshd.facts.port);
    stores = openTestStores();
    clock = new Date("2026-05-01T12:00:00Z");
    logged = [];
    connections = createConnections({
      directory: stores.hostDirectory,
      now: () => clock,
      log: (_level, message) => logged.push(message),
      local: true,
      idleMs: 400,
      times: { ...usualTimes, tcpMs: 1_000, readyMs: 8_000, keepaliveMs: 500 },
    });
  });

  afterEach(async () => {
    await connections.closeAll();
    await fault.stop();
    stores.remove();
  });

  function givenKey(privateKey = sshd.facts.privateKey): Credential {
    return { method: "given_key", privateKey, passphrase: null };
  }

  /** A host through the proxy; its key is pinned unless said otherwise. */
  function addHost({ credential = givenKey(), isPinned = true, port = fault.port, username = sshd.facts.users.plain?.username ?? "", address = "127.0.0.1" } = {}): Host {
    const host = makeHost(stores, makeUser(stores, `user${Math.random().toString(36).slice(2)}`).id, { address, port, username, credential });
    if (isPinned) {
      stores.hostDirectory.offerHostKey(host.id, sshd.facts.hostKey);
      stores.desk.hosts.pinHostKey(host.ownerId, host.id, sshd.facts.hostKey.fingerprint);
    }
    return host;
  }

  function hostNow(host: Host): Host {
    return stores.hostDirectory.get(host.id).host;
  }

  function breaker(host: Host) {
    return stores.hostDirectory.breaker(endpointOf(host));
  }

  function passLater(milliseconds: number): void {
    clock = new Date(clock.getTime() + milliseconds);
  }

  describe("lending", () => {
    it("opens one connection for many at a time, and keeps it", async () => {
      const host = addHost();
      const answers = await Promise.all(Array.from({ length: 20 }, () => connections.with(host.id, echo)));
      expect(new Set(answers)).toEqual(new Set(["hello\n"]));
      await connections.with(host.id, echo);
      expect(fault.accepted).toBe(1);
    });

    it("closes it when nobody used it for a while, and opens it again", async () => {
      const host = addHost();
      await connections.with(host.id, echo);
      const before = sshd.log().length;
      await expect.poll(() => sshd.log().slice(before), { timeout: 5_000 }).toContain("Disconnected from user");
      await connections.with(host.id, echo);
      expect(fault.accepted).toBe(2);
    });

    it("does not close it under those who use it", async () => {
      const host = addHost();
      const answer = await connections.with(host.id, (transport) => transport.exec("sleep 1; echo long"));
      expect(answer.stdout).toBe("long\n");
    });

    it("opens anew after the connection broke", async () => {
      const host = addHost();
      await connections.with(host.id, echo);
      const broken = connections.with(host.id, (transport) => transport.exec("sleep 30"));
      setTimeout(() => fault.reset(), 100);
      await expect(broken).rejects.toMatchObject({ code: "unreachable" });
      expect(await connections.with(host.id, echo)).toBe("hello\n");
      expect(breaker(host).failures).toBe(0);
    });

    it("passes on what its user throws", async () => {
      const host = addHost();
      await expect(connections.with(host.id, () => Promise.reject(new RangeError("mine")))).rejects.toThrow(new RangeError("mine"));
      expect(hostNow(host).parkedAt).toBeNull();
    });

    it("forgets a dropped host's connection, once its users are done", async () => {
      const host = addHost();
      const using = connections.with(host.id, (transport) => transport.exec("sleep 0.5; echo done"));
      await expect.poll(() => fault.accepted).toBe(1);
      connections.drop(host.id);
      expect((await using).stdout).toBe("done\n");
      await connections.with(host.id, echo);
      expect(fault.accepted).toBe(2);
    });

    it("notes contact, at most every ten seconds, and forgets the last error", async () => {
      const host = addHost();
      stores.hostDirectory.noteError(host.id, "was down", clock);
      await connections.with(host.id, echo);
      expect(hostNow(host)).toMatchObject({ lastContactAt: clock, lastError: null });
      const first = clock;
      passLater(4_000);
      await connections.with(host.id, echo);
      expect(hostNow(host).lastContactAt).toEqual(first);
      passLater(7_000);
      await connections.with(host.id, echo);
      expect(hostNow(host).lastContactAt).toEqual(clock);
    });

    it("lends this computer without a network, where that is allowed", async () => {
      const host = makeHost(stores, makeUser(stores).id, { kind: "local", address: "localhost" });
      expect(await connections.with(host.id, echo)).toBe("hello\n");
      const without = createConnections({ directory: stores.hostDirectory, now: () => clock, log: () => undefined, local: false });
      await expect(without.with(host.id, echo)).rejects.toMatchObject({ code: "forbidden" });
    });
  });

  describe("host keys", () => {
    it("offers an unknown key to the owner, and sends no credential before the yes", async () => {
      const host = addHost({ isPinned: false });
      const before = sshd.log();
      await expect(connections.with(host.id, echo)).rejects.toMatchObject({ code: "host_key_unknown", facts: { offered: sshd.facts.hostKey.fingerprint } });
      expect(hostNow(host).offeredHostKey).toEqual(sshd.facts.hostKey);
      expect(sshd.log().slice(before.length)).not.toMatch(/userauth|Accepted|Failed/);
      expect(breaker(host)).toMatchObject({ failures: 0, authFailures: 0 });
      stores.desk.hosts.pinHostKey(host.ownerId, host.id, sshd.facts.hostKey.fingerprint);
      expect(await connections.with(host.id, echo)).toBe("hello\n");
    });

    it("shows fingerprints as ssh-keygen prints them", () => {
      const printed = execFileSync("ssh-keygen", ["-lf", join(sshd.folder, "host_key.pub")], { encoding: "utf8" });
      expect(printed).toContain(` ${sshd.facts.hostKey.fingerprint} `);
      expect(readFileSync(join(sshd.folder, "host_key.pub"), "utf8")).toContain(sshd.facts.hostKey.key);
    });

    it("refuses a changed key, with both fingerprints", async () => {
      const other = await Sshd.start({ users: ["plain"] });
      try {
        const pinned = other.facts.hostKey;
        const host = makeHost(stores, makeUser(stores).id, { port: other.facts.port, address: "127.0.0.1", username: "x", credential: givenKey(other.facts.privateKey) });
        stores.hostDirectory.offerHostKey(host.id, pinned);
        stores.desk.hosts.pinHostKey(host.ownerId, host.id, pinned.fingerprint);
        const offered = await other.changeHostKey();
        await expect(connections.with(host.id, echo)).rejects.toMatchObject({
          code: "host_key_changed",
          facts: { offered: offered.fingerprint, pinned: pinned.fingerprint },
        });
        expect(hostNow(host)).toMatchObject({ hostKey: pinned, offeredHostKey: offered });
      } finally {
        await other.stop();
      }
    });
  });

  describe("refused sign-ins", () => {
    it("parks the host, and does not try it again until its owner acts", async () => {
      const host = addHost({ credential: givenKey(makeKeyPair().privateKey) });
      await expect(connections.with(host.id, echo)).rejects.toMatchObject({ code: "auth_failed", message: expect.stringContaining("authorized_keys") });
      expect(hostNow(host).parkedAt).toEqual(clock);
      const tried = fault.accepted;
      passLater(60 * minute);
      await expect(connections.with(host.id, echo)).rejects.toMatchObject({ code: "parked", message: expect.stringContaining("refused the key") });
      expect(fault.accepted).toBe(tried);
    });

    it("leaves the whole address alone after the third, over all users, and for longer each time", async () => {
      const wrong = () => addHost({ credential: givenKey(makeKeyPair().privateKey) });
      for (let index = 0; index < 3; index += 1) await expect(connections.with(wrong().id, echo)).rejects.toMatchObject({ code: "auth_failed" });
      const right = addHost();
      const tried = fault.accepted;
      await expect(connections.with(right.id, echo)).rejects.toMatchObject({ code: "unreachable", retryAfterMs: 10 * minute });
      await expect(connections.test(right, givenKey())).rejects.toMatchObject({ code: "unreachable" });
      expect(fault.accepted).toBe(tried);
      passLater(10 * minute + 1);
      await expect(connections.with(wrong().id, echo)).rejects.toMatchObject({ code: "auth_failed" });
      expect(breaker(right)).toMatchObject({ authFailures: 4, openUntil: new Date(clock.getTime() + 20 * minute) });
      passLater(20 * minute + 1);
      expect(await connections.with(right.id, echo)).toBe("hello\n");
      expect(breaker(right)).toMatchObject({ authFailures: 0, openUntil: null });
    });

    it("does not count a key that cannot even be read", async () => {
      const host = addHost({ credential: { method: "given_key", privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", passphrase: null } });
      await expect(connections.with(host.id, echo)).rejects.toMatchObject({ code: "auth_failed", field: "privateKey" });
      expect(breaker(host).authFailures).toBe(0);
      expect(fault.accepted).toBe(0);
    });
  });

  describe("hosts that do not answer", () => {
    it("backs off, longer each time, and tells when it tries again", async () => {
      const host = addHost();
      fault.refuse();
      await expect(connections.with(host.id, echo)).rejects.toMatchObject({ code: "unreachable" });
      expect(hostNow(host)).toMatchObject({ lastErrorAt: clock, parkedAt: null });
      const first = (breaker(host).openUntil?.getTime() ?? 0) - clock.getTime();
      expect(first).toBeGreaterThanOrEqual(4_000);
      const tried = fault.accepted;
      await expect(connections.with(host.id, echo)).rejects.toMatchObject({ code: "unreachable", retryAfterMs: first });
      expect(fault.accepted).toBe(tried);
      passLater(first);
      await expect(connections.with(host.id, echo)).rejects.toMatchObject({ code: "unreachable", retryAfterMs: undefined });
      expect((breaker(host).openUntil?.getTime() ?? 0) - clock.getTime()).toBeGreaterThanOrEqual(8_000);
      expect(breaker(host).failures).toBe(2);
    });

    it("counts a crowd that fails together once", async () => {
      fault.refuse();
      const hosts = Array.from({ length: 10 }, () => addHost());
      const results = await Promise.allSettled(hosts.map((host) => connections.with(host.id, echo)));
      expect(results.every(({ status }) => status === "rejected")).toBe(true);
      expect(breaker(hosts[0] as Host).failures).toBe(1);
    });

    it("lets its owner try at once, and goes on when that works", async () => {
      const host = addHost();
      fault.refuse();
      await expect(connections.with(host.id, echo)).rejects.toMatchObject({ code: "unreachable" });
      fault.heal();
      expect((await connections.test(hostNow(host), givenKey())).ok).toBe(true);
      expect(await connections.with(host.id, echo)).toBe("hello\n");
    });

    it("waits no longer than it should for a silent one", async () => {
      const host = addHost();
      fault.blackHole();
      const impatient = createConnections({ directory: stores.hostDirectory, now: () => clock, log: () => undefined, local: false, times: { ...usualTimes, readyMs: 500 } });
      await expect(impatient.with(host.id, echo)).rejects.toMatchObject({ code: "unreachable", message: expect.stringContaining("did not go on") });
    });

    it.each([
      { what: "an unknown name", address: "no-such-host.invalid", port: 22, says: /No machine is known|could not be looked up/ },
      { what: "a closed port", address: "127.0.0.1", port: 1, says: /refuses connections on port 1/ },
    ])("says what is wrong with $what", async ({ address, port, says }) => {
      const host = addHost({ address, port });
      await expect(connections.with(host.id, echo)).rejects.toMatchObject({ code: "unreachable", message: expect.stringMatching(says) });
    });
  });
});
