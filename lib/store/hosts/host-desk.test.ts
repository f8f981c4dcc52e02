import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HostFacts, HostKey } from "@/lib/domain/host";
import type { HostId } from "@/lib/domain/ids";
import type { User } from "@/lib/domain/user";
import { after, makeHost, makeUser, newJob, noon, openTestStores, type TestStores } from "../testing/test-stores";

const key = (fingerprint: string): HostKey => ({ algorithm: "ssh-ed25519", fingerprint, key: "AAAA" });
const facts: HostFacts = {
  checkedAt: noon.toISOString(),
  os: "Linux",
  shell: "/bin/bash",
  home: "/home/ada",
  python: null,
  pythonVersion: null,
  bash: null,
  scheduler: null,
  fileTransfer: "sftp",
  freeBytes: null,
  noise: null,
  clockSkewMs: 3,
};

describe("a person's hosts", () => {
  let stores: TestStores;
  let ada: User;

  beforeEach(() => {
    stores = openTestStores();
    ada = makeUser(stores);
  });
  afterEach(() => stores.remove());

  it("are read back without their secret, which lies sealed", () => {
    const host = makeHost(stores, ada.id, { credential: { method: "given_key", privateKey: "-----BEGIN-----", passphrase: "tell-nobody" }, publicKey: "ssh-ed25519 AAAA" });
    expect(host).toMatchObject({ signIn: "given_key", publicKey: "ssh-ed25519 AAAA", hostKey: null, parkedAt: null, createdAt: noon });
    expect(JSON.stringify(stores.desk.hosts.list(ada.id))).not.toMatch(/tell-nobody|sealed|v1\./);
    expect(stores.desk.hosts.credential(ada.id, host.id)).toEqual({ method: "given_key", privateKey: "-----BEGIN-----", passphrase: "tell-nobody" });
    expect(stores.hostDirectory.get(host.id)).toEqual({ host, credential: { method: "given_key", privateKey: "-----BEGIN-----", passphrase: "tell-nobody" } });

    stores.database.$client.pragma("wal_checkpoint(TRUNCATE)");
    expect(readFileSync(path.join(stores.dataDir, "sqmpy.db")).includes("tell-nobody")).toBe(false);
  });

  it("ask for the credential again when the secret key was lost", () => {
    const host = makeHost(stores, ada.id);
    rmSync(path.join(stores.dataDir, "secret.key"));
    stores = stores.reopen();
    expect(stores.desk.hosts.find(ada.id, host.id)).toEqual(host);
    expect(() => stores.hostDirectory.get(host.id)).toThrow(expect.objectContaining({ code: "setup" }));
    stores.desk.hosts.update(ada.id, host.id, { ...host, credential: { method: "password", password: "again" } });
    expect(stores.desk.hosts.credential(ada.id, host.id)).toEqual({ method: "password", password: "again" });
  });

  it("have one name each", () => {
    const host = makeHost(stores, ada.id, { name: "cluster" });
    const other = makeHost(stores, ada.id, { name: "other" });
    const conflict = expect.objectContaining({ code: "conflict", field: "name" });
    expect(() => makeHost(stores, ada.id, { name: "cluster" })).toThrow(conflict);
    expect(() => stores.desk.hosts.update(ada.id, other.id, { ...other, name: "cluster", credential: null })).toThrow(conflict);
    makeHost(stores, makeUser(stores, "bob").id, { name: "cluster" });
    stores.desk.hosts.remove(ada.id, host.id, noon);
    makeHost(stores, ada.id, { name: "cluster" });
  });

  it("keep their credential on an edit without one, and what was found out unless they moved", () => {
    const host = makeHost(stores, ada.id, { publicKey: "ssh-ed25519 AAAA" });
    stores.desk.hosts.offerHostKey(ada.id, host.id, key("SHA256:a"));
    stores.desk.hosts.pinHostKey(ada.id, host.id, "SHA256:a");
    stores.desk.hosts.setFacts(ada.id, host.id, facts);
    stores.hostDirectory.park(host.id, "The host refused the password.", noon);

    const renamed = stores.desk.hosts.update(ada.id, host.id, { ...host, name: "renamed", publicKey: null, credential: null });
    expect(renamed).toMatchObject({ name: "renamed", publicKey: "ssh-ed25519 AAAA", signIn: "password", hostKey: key("SHA256:a"), facts, parkedAt: null, lastError: null });
    expect(stores.desk.hosts.credential(ada.id, host.id)).toEqual({ method: "password", password: "correct horse" });

    const moved = stores.desk.hosts.update(ada.id, host.id, { ...host, port: 2222, credential: { method: "agent" }, publicKey: null });
    expect(moved).toMatchObject({ port: 2222, hostKey: null, facts: null, signIn: "agent", publicKey: null });
    expect(stores.desk.hosts.update(ada.id, "none" as HostId, { ...host, credential: null })).toBeUndefined();
  });

  it("pin only the key that their owner saw", () => {
    const { id } = makeHost(stores, ada.id);
    expect(stores.desk.hosts.pinHostKey(ada.id, id, "SHA256:a")).toBe(false);
    stores.hostDirectory.offerHostKey(id, key("SHA256:a"));
    stores.hostDirectory.offerHostKey(id, key("SHA256:other"));
    expect(stores.desk.hosts.pinHostKey(ada.id, id, "SHA256:a")).toBe(false);
    expect(stores.desk.hosts.pinHostKey(ada.id, id, "SHA256:other")).toBe(true);
    expect(stores.desk.hosts.find(ada.id, id)).toMatchObject({ hostKey: key("SHA256:other"), offeredHostKey: null });
    stores.desk.hosts.offerHostKey(ada.id, id, key("SHA256:b"));
    stores.desk.hosts.offerHostKey(ada.id, id, null);
    expect(stores.desk.hosts.find(ada.id, id)?.offeredHostKey).toBeNull();
  });

  it("stay while a job there has not ended, and leave their name after", () => {
    const host = makeHost(stores, ada.id, { name: "old cluster" });
    const { job } = stores.desk.jobs.create(ada.id, newJob(host.id), noon);
    expect(() => stores.desk.hosts.remove(ada.id, host.id, noon)).toThrow(expect.objectContaining({ code: "conflict", message: expect.stringContaining("1 job") }));
    expect(stores.desk.hosts.find(ada.id, host.id)).toBeDefined();

    stores.jobs.move(job.id, { to: "completed" }, noon);
    stores.desk.hosts.remove(ada.id, host.id, noon);
    expect(stores.desk.hosts.list(ada.id)).toEqual([]);
    expect(stores.desk.hosts.credential(ada.id, host.id)).toBeUndefined();
    expect(() => stores.hostDirectory.get(host.id)).toThrow(expect.objectContaining({ code: "not_found" }));
    expect(stores.desk.jobs.find(ada.id, job.id)?.hostName).toBe("old cluster");
    expect(stores.database.$client.prepare("SELECT sealed_credential FROM hosts").get()).toEqual({ sealed_credential: null });
  });

  it("take along the deleted jobs that waited for them", () => {
    const host = makeHost(stores, ada.id);
    const { job } = stores.desk.jobs.create(ada.id, newJob(host.id), noon);
    stores.jobs.move(job.id, { to: "completed" }, noon);
    stores.desk.jobs.remove(ada.id, [job.id], { removeRemote: true }, noon);
    stores.desk.hosts.remove(ada.id, host.id, noon);
    expect(stores.jobs.toRemove(host.id)).toEqual([]);
    expect(stores.hosts.forgotten(after(9))).toEqual([]);
  });

  it("note contact, errors and parking", () => {
    const { id } = makeHost(stores, ada.id);
    stores.hostDirectory.noteError(id, "No answer.", after(1));
    expect(stores.hosts.get(id).host).toMatchObject({ lastError: "No answer.", lastErrorAt: after(1) });
    stores.hostDirectory.noteContact(id, after(2));
    expect(stores.hosts.get(id).host).toMatchObject({ lastError: null, lastErrorAt: null, lastContactAt: after(2) });
    stores.hostDirectory.park(id, "Refused.", after(3));
    expect(stores.hosts.get(id).host).toMatchObject({ parkedAt: after(3), lastError: "Refused." });
    stores.desk.hosts.unpark(ada.id, id);
    expect(stores.hosts.get(id).host).toMatchObject({ parkedAt: null, lastError: null });
  });

  it("keep a made key for its owner until the form is sent", () => {
    const pair = { publicKey: "ssh-ed25519 AAAA", privateKey: "-----BEGIN-----" };
    const id = stores.desk.hosts.keepMadeKey(ada.id, pair, noon);
    expect(stores.desk.hosts.madeKey(ada.id, id)).toEqual(pair);
    expect(stores.desk.hosts.madeKey(makeUser(stores, "bob").id, id)).toBeUndefined();
    stores.desk.hosts.keepMadeKey(ada.id, pair, after(2 * 86_400));
    expect(stores.desk.hosts.madeKey(ada.id, id)).toBeUndefined();
  });
});
