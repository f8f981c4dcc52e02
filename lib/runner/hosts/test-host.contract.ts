import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { SshdFacts } from "@/e2e/support/sshd";
import { Sshd } from "@/e2e/support/sshd";
import type { ConnectionStepResult } from "@/lib/domain/host";
import type { HostId, UserId } from "@/lib/domain/ids";
import { addHost } from "./add-host";
import { addThisComputer } from "./add-this-computer";
import { editHost } from "./edit-host";
import { testHost } from "./test-host";
import { openHostServices, specOf } from "./testing/open-host-services";
import { trustHostKey } from "./trust-host-key";

const { sshd: shared } = inject("hosts");
const house = openHostServices();
const { services, person } = house;
afterAll(house.close);

async function walk(owner: UserId, id: HostId) {
  const heard: ConnectionStepResult[] = [];
  const report = await testHost(services, owner, id, (result) => heard.push(result));
  const outcomes = report.steps.map(({ step, outcome }) => `${step} ${outcome}`);
  return { report, outcomes, heard, host: services.hosts.find(owner, id) };
}

const unknownName = "no-such-name.invalid";
const closedPort = 9;

describe("testing the connection without a host", () => {
  test("this computer", async () => {
    const owner = person();
    const { report, host, heard } = await walk(owner, addThisComputer(services, owner).id);
    expect(report.ok).toBe(true);
    expect(heard.map(({ step }) => step)).toEqual(["name", "tcp", "host_key", "sign_in", "shell", "sftp", "disk", "scheduler"]);
    expect(host?.facts?.home).not.toBeNull();
    expect(host?.lastContactAt).not.toBeNull();
  });

  test("a name that is not known stops at the name", async () => {
    const owner = person();
    const { id } = addHost(services, owner, specOf({ address: unknownName }));
    const { outcomes, host } = await walk(owner, id);
    expect(outcomes.slice(0, 2)).toEqual(["name failed", "tcp skipped"]);
    expect(host?.lastError).toContain(unknownName);
  });

  test("a closed port stops at TCP", async () => {
    const owner = person();
    const { id } = addHost(services, owner, specOf({ address: "127.0.0.1", port: closedPort }));
    expect((await walk(owner, id)).outcomes.slice(0, 3)).toEqual(["name ok", "tcp failed", "host_key skipped"]);
  });
});

describe.skipIf(shared === null)("testing the connection to a real sshd", () => {
  let sshd: Sshd;
  let facts: SshdFacts;
  beforeAll(async () => {
    sshd = await Sshd.start({ users: ["plain"] });
    facts = sshd.facts;
  });
  afterAll(async () => sshd.stop());

  const spec = () => specOf({ name: crypto.randomUUID(), address: facts.address, port: facts.port, username: facts.users.plain?.username, signIn: "given_key", privateKey: facts.privateKey });

  test("asks about the key once, then is ready; steps are told one by one", async () => {
    const owner = person();
    const { id } = addHost(services, owner, spec());
    const first = await walk(owner, id);
    expect(first.report.offeredHostKey?.fingerprint).toBe(facts.hostKey.fingerprint);
    expect(first.host).toMatchObject({ offeredHostKey: { fingerprint: facts.hostKey.fingerprint }, hostKey: null, lastErrorAt: null });

    trustHostKey(services, owner, id, facts.hostKey.fingerprint);
    const second = await walk(owner, id);
    expect(second.outcomes.slice(0, 7)).toEqual(["name ok", "tcp ok", "host_key ok", "sign_in ok", "shell ok", "sftp ok", "disk ok"]);
    // A machine with a batch system's commands and no such system running is warned of.
    expect(second.outcomes.slice(7)).toEqual([expect.stringMatching(/^scheduler (ok|warning)$/)]);
    expect(second.heard.map(({ step }) => step)).toEqual(second.report.steps.map(({ step }) => step));
    expect(second.host).toMatchObject({ parkedAt: null, offeredHostKey: null, lastError: null });
    expect(second.host?.facts?.os).toBeTruthy();
  });

  test("a refused key parks the host; mended and tested again it is free", async () => {
    const owner = person();
    const stranger = services.keys.makeKeyPair().privateKey;
    const { id } = addHost(services, owner, { ...spec(), privateKey: stranger });
    await walk(owner, id);
    trustHostKey(services, owner, id, facts.hostKey.fingerprint);
    const refused = await walk(owner, id);
    expect(refused.outcomes[3]).toBe("sign_in failed");
    expect(refused.host?.parkedAt).not.toBeNull();

    const before = services.hosts.find(owner, id);
    editHost(services, owner, id, { ...spec(), name: before?.name ?? "" });
    const mended = await walk(owner, id);
    expect(mended.report.ok).toBe(true);
    expect(mended.host?.parkedAt).toBeNull();
  });

  test("in, but no further: that is said as long as nothing else is heard from it", async () => {
    const owner = person();
    const { privateKey, publicKey } = services.keys.makeKeyPair();
    if (facts.users.plain) sshd.authorize(facts.users.plain, `command="exit 3" ${publicKey}`);
    const { id } = addHost(services, owner, { ...spec(), privateKey });
    await walk(owner, id);
    trustHostKey(services, owner, id, facts.hostKey.fingerprint);
    const { outcomes, report, host } = await walk(owner, id);
    expect(outcomes.slice(3, 5)).toEqual(["sign_in ok", "shell failed"]);
    expect(host?.lastError).toBe(report.steps[4]?.detail);
    expect(host?.lastErrorAt).toEqual(host?.lastContactAt);
  });

  test("a changed key is refused, with both shown, until its owner trusts it", async () => {
    const owner = person();
    const { id } = addHost(services, owner, spec());
    const trusted = facts.hostKey.fingerprint;
    await walk(owner, id);
    trustHostKey(services, owner, id, trusted);
    const changed = await sshd.changeHostKey();
    const { report, host } = await walk(owner, id);

    expect(report).toMatchObject({ ok: false, pinnedHostKey: { fingerprint: trusted }, offeredHostKey: { fingerprint: changed.fingerprint } });
    expect(host?.hostKey?.fingerprint).toBe(trusted);
    trustHostKey(services, owner, id, changed.fingerprint);
    expect((await walk(owner, id)).report.ok).toBe(true);
  });
});
