import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Host } from "@/lib/domain/host";
import type { UploadId } from "@/lib/domain/ids";
import type { JobFile } from "@/lib/domain/job-file";
import type { User } from "@/lib/domain/user";
import { allJobs, beginUpload, makeHost, makeUpload, makeUser, newJob, noon, openTestStores, type TestStores } from "../testing/test-stores";

describe("creating a job", () => {
  let stores: TestStores;
  let ada: User;
  let host: Host;

  beforeEach(() => {
    stores = openTestStores();
    ada = makeUser(stores);
    host = makeHost(stores, ada.id, { name: "cluster" });
  });
  afterEach(() => stores.remove());

  const bytesIn = (...names: string[]) => readFileSync(path.join(stores.dataDir, ...names), "utf8");
  const textOf = async (file: JobFile) => Buffer.concat(await (await stores.files.open(file)).toArray()).toString();
  const namesIn = (folder: string) => readdirSync(path.join(stores.dataDir, folder));

  it("writes all down and reads it back", () => {
    const wanted = newJob(host.id, {
      description: "for the figure",
      arguments: ["--steps", "1 000"],
      environment: [
        { name: "Z", value: "last letter first" },
        { name: "A", value: "line\nbreak" },
      ],
      workingDirectory: "~/runs",
      walltimeSeconds: 90,
      mailWish: ["failed"],
    });
    const { job, created } = stores.desk.jobs.create(ada.id, wanted, noon);
    expect(created).toBe(true);

    const { submissionKey: _key, inputs: _inputs, keptInputs: _kept, ...same } = wanted;
    const reopened = stores.reopen();
    expect(reopened.desk.jobs.find(ada.id, job.id)).toEqual({ ...job });
    expect(job).toMatchObject({ ...same, state: "new", hostName: "cluster", submittedAt: noon, attempt: 0, nativeId: null });
    expect(reopened.desk.jobs.events(ada.id, job.id)).toMatchObject([{ kind: "state", state: "new", at: noon }]);
    stores = reopened;
  });

  it("keeps the environment sealed", () => {
    const { job } = stores.desk.jobs.create(ada.id, newJob(host.id, { environment: [{ name: "TOKEN", value: "tell-nobody" }] }), noon);
    stores.database.$client.pragma("wal_checkpoint(TRUNCATE)");
    expect(readFileSync(path.join(stores.dataDir, "sqmpy.db")).includes("tell-nobody")).toBe(false);
    expect(stores.desk.jobs.find(ada.id, job.id)?.environment).toEqual([{ name: "TOKEN", value: "tell-nobody" }]);
  });

  it("takes uploads over, whole and under any name", async () => {
    const odd = "folder/-rf \"quoted\"\nünï.dat";
    const uploadId = await makeUpload(stores, ada.id, "0123456789");
    const { job } = stores.desk.jobs.create(ada.id, newJob(host.id, { inputs: [{ uploadId, path: odd }] }), noon);

    const files = stores.desk.jobs.files(ada.id, job.id);
    expect(files).toMatchObject([
      { kind: "input", path: odd, size: 10, place: "stored", sha256: createHash("sha256").update("0123456789").digest("hex") },
      { kind: "script", path: "job.sh", size: job.script.length, place: "stored", executable: true },
    ]);
    expect(await Promise.all(files.map(textOf))).toEqual(["0123456789", job.script]);
    expect(namesIn(path.join("jobs", job.id))).toEqual([files[0]?.id]);
    expect(stores.desk.uploads.find(ada.id, uploadId)).toBeUndefined();
    expect(namesIn("uploads")).toEqual([]);
  });

  it("answers the same job for the same submission", async () => {
    const uploadId = await makeUpload(stores, ada.id, "bytes");
    const wanted = newJob(host.id, { inputs: [{ uploadId, path: "in" }] });
    const first = stores.desk.jobs.create(ada.id, wanted, noon);
    const second = stores.desk.jobs.create(ada.id, wanted, noon);
    expect(second).toEqual({ job: first.job, created: false });
    expect(stores.desk.jobs.list(ada.id, allJobs).jobs).toHaveLength(1);
    expect(namesIn("jobs")).toEqual([first.job.id]);
  });

  it("gives two people with the same key a job each", () => {
    const bob = makeUser(stores, "bob");
    const submissionKey = crypto.randomUUID();
    stores.desk.jobs.create(ada.id, newJob(host.id, { submissionKey }), noon);
    expect(stores.desk.jobs.create(bob.id, newJob(makeHost(stores, bob.id).id, { submissionKey }), noon).created).toBe(true);
  });

  it("refuses an upload that is missing, somebody else's, unfinished or gone from the disk, and changes nothing", async () => {
    const bob = makeUser(stores, "bob");
    const whole = await makeUpload(stores, ada.id, "whole");
    const gone = await makeUpload(stores, ada.id, "gone");
    rmSync(path.join(stores.dataDir, "uploads", gone));
    const faulty: [UploadId, RegExp][] = [
      ["neverthere" as UploadId, /not on the server any more/],
      [await makeUpload(stores, bob.id, "bob's"), /not on the server any more/],
      [beginUpload(stores, ada.id, "half"), /still being uploaded/],
      [gone, /not on the server any more/],
    ];
    for (const [uploadId, message] of faulty) {
      const inputs = [{ uploadId: whole, path: "whole" }, { uploadId, path: "faulty" }];
      expect(() => stores.desk.jobs.create(ada.id, newJob(host.id, { inputs }), noon)).toThrow(
        expect.objectContaining({ code: "invalid", field: "inputs", message: expect.stringMatching(message) }),
      );
    }
    expect(stores.desk.uploads.find(ada.id, whole)).toBeDefined();
    expect(bytesIn("uploads", whole)).toBe("whole");
    expect(namesIn("jobs")).toEqual([]);
  });

  it("refuses two inputs at one path", async () => {
    const inputs = [
      { uploadId: await makeUpload(stores, ada.id, "one"), path: "same" },
      { uploadId: await makeUpload(stores, ada.id, "other"), path: "same" },
    ];
    expect(() => stores.desk.jobs.create(ada.id, newJob(host.id, { inputs }), noon)).toThrow(expect.objectContaining({ field: "inputs" }));
  });

  it.each([true, false])("makes no second job from a form whose job was deleted (remote folder too: %s)", (removeRemote) => {
    const wanted = newJob(host.id);
    const { job } = stores.desk.jobs.create(ada.id, wanted, noon);
    stores.jobs.move(job.id, { to: "canceled", endReason: "canceled" }, noon);
    expect(stores.desk.jobs.remove(ada.id, [job.id], { removeRemote }, noon)).toEqual([job.id]);

    const again = () => stores.desk.jobs.create(ada.id, wanted, noon);
    expect(again).toThrow("has been deleted");
    stores.jobs.removed(job.id);
    expect(again).toThrow("has been deleted");
  });

  it("refuses a host that is somebody else's or removed", () => {
    const bob = makeUser(stores, "bob");
    const removed = makeHost(stores, ada.id);
    stores.desk.hosts.remove(ada.id, removed.id, noon);
    for (const hostId of [makeHost(stores, bob.id).id, removed.id]) {
      expect(() => stores.desk.jobs.create(ada.id, newJob(hostId), noon)).toThrow(expect.objectContaining({ code: "not_found", field: "hostId" }));
    }
  });

  it("takes inputs of an earlier job over, which keeps them", async () => {
    const uploadId = await makeUpload(stores, ada.id, "kept bytes");
    const first = stores.desk.jobs.create(ada.id, newJob(host.id, { inputs: [{ uploadId, path: "in/kept.dat" }] }), noon).job;
    const kept = stores.desk.jobs.files(ada.id, first.id).find((file) => file.kind === "input");
    if (!kept) throw new Error("no input");

    const second = stores.desk.jobs.create(ada.id, newJob(host.id, { keptInputs: [kept.id], resubmittedFrom: first.id }), noon).job;
    const copy = stores.desk.jobs.files(ada.id, second.id).find((file) => file.kind === "input");
    expect(copy).toMatchObject({ path: "in/kept.dat", size: 10, sha256: kept.sha256 });

    stores.jobs.move(first.id, { to: "failed" }, noon);
    stores.desk.jobs.remove(ada.id, [first.id], { removeRemote: false }, noon);
    expect(bytesIn("jobs", second.id, copy?.id ?? "")).toBe("kept bytes");

    const bob = makeUser(stores, "bob");
    const stolen = newJob(makeHost(stores, bob.id).id, { keptInputs: [copy?.id ?? kept.id] });
    expect(() => stores.desk.jobs.create(bob.id, stolen, noon)).toThrow(expect.objectContaining({ code: "invalid", field: "inputs" }));
  });

  it("sweeps folders that a stop left without a row, once they are a day old", async () => {
    const inputs = [{ uploadId: await makeUpload(stores, ada.id, "bytes"), path: "in" }];
    const { job } = stores.desk.jobs.create(ada.id, newJob(host.id, { inputs }), noon);
    const unwritten = [{ uploadId: await makeUpload(stores, ada.id, "bytes"), path: "in" }];
    const client = stores.database.$client;
    client.exec("CREATE TRIGGER stop BEFORE INSERT ON job_events BEGIN SELECT raise(ABORT, 'stopped'); END");
    expect(() => stores.desk.jobs.create(ada.id, newJob(host.id, { inputs: unwritten }), noon)).toThrow("stopped");
    client.exec("DROP TRIGGER stop");
    expect(namesIn("jobs")).toEqual([job.id]);

    for (const name of ["young", "old"]) mkdirSync(path.join(stores.dataDir, "jobs", name));
    const [young, old] = [noon.getTime() / 1_000 - 3_600, noon.getTime() / 1_000 - 90_000];
    utimesSync(path.join(stores.dataDir, "jobs", "young"), young, young);
    utimesSync(path.join(stores.dataDir, "jobs", "old"), old, old);
    utimesSync(path.join(stores.dataDir, "jobs", job.id), old, old);
    stores = stores.reopen();
    expect(namesIn("jobs").sort()).toEqual([job.id, "young"].sort());
  });

  it("keeps the folder of a job closed to others", async () => {
    const inputs = [{ uploadId: await makeUpload(stores, ada.id, "bytes"), path: "in" }];
    const { job } = stores.desk.jobs.create(ada.id, newJob(host.id, { inputs }), noon);
    expect(statSync(path.join(stores.dataDir, "jobs", job.id)).mode & 0o777).toBe(0o700);
  });

  it("counts, hashes and sends the very bytes of a script that is not quite Unicode", async () => {
    const { job } = stores.desk.jobs.create(ada.id, newJob(host.id, { script: "echo \ud83d half, ü whole\n" }), noon);
    const [file] = stores.desk.jobs.files(ada.id, job.id);
    if (!file) throw new Error("no script");
    const text = await textOf(file);
    expect(text).toBe("echo \ufffd half, ü whole\n");
    expect(file).toMatchObject({ size: Buffer.byteLength(text), sha256: createHash("sha256").update(text).digest("hex") });
  });

  it("notes a script of 1 MB and finds words at its end", () => {
    const script = `${"x = compute(x)\n".repeat(66_000)}print("theveryend")\n`;
    const { job } = stores.desk.jobs.create(ada.id, newJob(host.id, { script }), noon);
    expect(stores.desk.jobs.find(ada.id, job.id)?.script).toBe(script);
    const page = stores.desk.jobs.list(ada.id, { states: [], hostId: null, from: null, until: null, search: "theveryend", after: null, limit: 5 });
    expect(page.jobs).toHaveLength(1);
  });
});
