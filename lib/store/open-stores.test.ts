import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { RunnerDeliveries, RunnerFiles, RunnerHosts, RunnerJobs, RunnerUploads, RunnerUsers } from "@/lib/runner/services";
import type { HostDirectory } from "@/lib/transport/connections";
import { openStores } from "./open-stores";
import { makeHost, makeUser, newJob, noon, openTestStores } from "./testing/test-stores";

describe("the stores", () => {
  it("are what the runner and the connections ask for", () => {
    const stores = openTestStores();
    const asked: {
      jobs: RunnerJobs;
      files: RunnerFiles;
      hosts: RunnerHosts;
      deliveries: RunnerDeliveries;
      users: RunnerUsers;
      uploads: RunnerUploads;
      hostDirectory: HostDirectory;
    } = stores;
    expect(asked.jobs.find("none" as never)).toBeUndefined();
    stores.remove();
  });

  it("keep the data folder to one process and to one account", () => {
    const stores = openTestStores();
    expect(() => openStores({ dataDir: stores.dataDir, now: () => noon })).toThrow(expect.objectContaining({ code: "setup" }));
    for (const folder of ["", "jobs", "uploads", "partial", "trash"]) expect(statSync(path.join(stores.dataDir, folder)).mode & 0o777).toBe(0o700);
    for (const file of ["sqmpy.db", "secret.key", "lock"]) expect(statSync(path.join(stores.dataDir, file)).mode & 0o777).toBe(0o600);
    stores.remove();
  });

  it("say so when the data folder cannot be one", () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "sqmpy-store-")), "a file");
    writeFileSync(file, "");
    expect(() => openStores({ dataDir: file, now: () => noon })).toThrow(expect.objectContaining({ code: "setup", message: expect.stringContaining("SQMPY_DATA_DIR") }));
    rmSync(path.dirname(file), { recursive: true });
  });

  it("free the data folder again when they cannot open", () => {
    const stores = openTestStores();
    stores.close();
    expect(() => openStores({ dataDir: stores.dataDir, secretKey: "short", now: () => noon })).toThrow(expect.objectContaining({ code: "setup" }));
    stores.reopen().remove();
  });

  it("open what a passphrase sealed with the same passphrase only", () => {
    const stores = openTestStores();
    const { dataDir } = stores;
    const owner = makeUser(stores).id;
    stores.close();
    const open = (secretKey: string) => openStores({ dataDir, secretKey, now: () => noon });

    const sealing = open("a passphrase that is long enough to be one");
    const host = makeHost(sealing, owner);
    const { job } = sealing.desk.jobs.create(owner, newJob(host.id, { environment: [{ name: "A", value: "b" }] }), noon);
    sealing.close();

    const same = open("a passphrase that is long enough to be one");
    expect(same.desk.hosts.credential(owner, host.id)).toEqual({ method: "password", password: "correct horse" });
    same.close();

    const other = open("another passphrase, long enough as well");
    expect(() => other.desk.hosts.credential(owner, host.id)).toThrow(expect.objectContaining({ code: "setup" }));
    expect(() => other.desk.jobs.find(owner, job.id)).toThrow(expect.objectContaining({ code: "setup", message: expect.stringContaining("submit the job anew") }));
    expect(other.desk.jobs.list(owner, { states: [], hostId: null, from: null, until: null, search: "", after: null, limit: 9 }).jobs).toHaveLength(1);
    other.close();
    openTestStores(dataDir).remove();
  });
});
