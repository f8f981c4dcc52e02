import { createHash } from "node:crypto";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FileId, JobId } from "@/lib/domain/ids";
import type { JobFile } from "@/lib/domain/job-file";
import { fullDisk, isFull } from "../transaction";
import { makeHost, makeUser, newJob, noon, openTestStores, type TestStores } from "../testing/test-stores";
import type { NewFile } from "./record-files";

const output: NewFile = { kind: "output", path: "result.csv", size: 10, modifiedAt: noon, sha256: null, executable: false, place: "remote", note: null };

describe("files of jobs", () => {
  let stores: TestStores;
  let jobId: JobId;

  beforeEach(() => {
    stores = openTestStores();
    const ada = makeUser(stores);
    jobId = stores.desk.jobs.create(ada.id, newJob(makeHost(stores, ada.id).id), noon).job.id;
  });
  afterEach(() => stores.remove());

  const record = (change: Partial<NewFile> = {}) => {
    const [file] = stores.files.record(jobId, [{ ...output, ...change }]);
    if (!file) throw new Error("nothing recorded");
    return file;
  };
  const textOf = async (file: JobFile, range?: { start?: number; end?: number }) => Buffer.concat(await (await stores.files.open(file, range)).toArray()).toString();

  it("are inserted once and refreshed after, by path and kind", () => {
    const first = record();
    const again = record({ size: 99, modifiedAt: null, executable: true, note: "larger than the limit" });
    const other = record({ kind: "stdout" });
    expect(again).toEqual({ ...first, size: 99, modifiedAt: null, executable: true, note: "larger than the limit" });
    expect(other.id).not.toBe(first.id);
    expect(stores.files.list(jobId).filter((file) => file.path === "result.csv")).toEqual([again, other]);
  });

  it("are recorded all or none", () => {
    const faulty = { ...output, path: "b", size: null as unknown as number };
    expect(() => stores.files.record(jobId, [{ ...output, path: "a" }, faulty])).toThrow();
    expect(stores.files.list(jobId).map((file) => file.path)).toEqual(["job.sh"]);
  });

  it("keep ten thousand names, whatever is in them", () => {
    const names = Array.from({ length: 10_000 }, (_, number) => `out/${number} "–'\n\t🚀.dat`);
    const recorded = stores.files.record(jobId, names.map((name) => ({ ...output, path: name })));
    expect(recorded.map((file) => file.path)).toEqual(names);
    expect(stores.files.list(jobId)).toHaveLength(10_001);
  });

  it("are stored whole under their id, with size and hash", async () => {
    const file = record({ path: "../../../etc/passwd" });
    const bytes = Buffer.alloc(3_000_000, "0123456789");
    const written = await stores.files.store(file, Readable.from([bytes.subarray(0, 1_000_001), bytes.subarray(1_000_001)]));
    expect(written).toEqual({ size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });

    stores.files.update(file.id, { ...written, place: "stored" });
    expect(stores.files.list(jobId).find(({ id }) => id === file.id)).toMatchObject({ ...written, place: "stored" });
    const place = path.join(stores.dataDir, "jobs", jobId, file.id);
    expect(statSync(place).size).toBe(bytes.length);
    expect(statSync(place).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.join(stores.dataDir, "partial"))).toEqual([]);
  });

  it("are read from one byte up to another", async () => {
    const file = record();
    await stores.files.store(file, Readable.from(["0123456789"]));
    expect(await textOf(file)).toBe("0123456789");
    expect(await textOf(file, { start: 7 })).toBe("789");
    expect(await textOf(file, { end: 3 })).toBe("012");
    expect(await textOf(file, { start: 2, end: 5 })).toBe("234");
    expect(await textOf(file, { start: 5, end: 5 })).toBe("");
    expect(await textOf(file, { start: 90 })).toBe("");
  });

  it("read a script from one byte up to another as well", async () => {
    const [script] = stores.files.list(jobId);
    if (!script) throw new Error("no script");
    expect(await textOf(script)).toBe("#!/bin/sh\necho hello\n");
    expect(await textOf(script, { start: 2, end: 9 })).toBe("/bin/sh");
    expect(await textOf(script, { start: 99 })).toBe("");
    await expect(stores.files.open({ ...script, jobId: "other" as JobId })).rejects.toMatchObject({ code: "not_found" });
  });

  it("keep their old bytes when new ones break off", async () => {
    const file = record();
    await stores.files.store(file, Readable.from(["old"]));
    const broken = Readable.from(
      (async function* () {
        yield "new and lon";
        throw new Error("connection lost");
      })(),
    );
    await expect(stores.files.store(file, broken)).rejects.toThrow("connection lost");
    expect(await textOf(file)).toBe("old");
    expect(readdirSync(path.join(stores.dataDir, "partial"))).toEqual([]);
  });

  it("may be stored twice at once", async () => {
    const file = record();
    await Promise.all(["aaa", "bbbbbb"].map((text) => stores.files.store(file, Readable.from([text]))));
    expect(["aaa", "bbbbbb"]).toContain(await textOf(file));
  });

  it("are not found when no copy was made, and never outside their folder", async () => {
    await expect(stores.files.open(record())).rejects.toMatchObject({ code: "not_found" });
    for (const id of ["../../secret.key", "..", "", "a/b", "a\0b"]) {
      await expect(stores.files.open({ jobId, id: id as FileId })).rejects.toMatchObject({ code: "not_found" });
      await expect(stores.files.store({ jobId: id as JobId, id: "file" as FileId }, Readable.from(["x"]))).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("say that it is Sqmpy's own disk that is full", () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    expect(isFull(full)).toBe(true);
    expect(isFull(new Error("wrapped", { cause: full }))).toBe(true);
    expect(fullDisk(full)).toMatchObject({ code: "disk_full", message: expect.stringContaining("Sqmpy server itself") });
  });

  it("leave nothing half behind after a stop", async () => {
    writeFileSync(path.join(stores.dataDir, "partial", "half"), "half");
    writeFileSync(path.join(stores.dataDir, "trash", "old"), "old");
    stores = stores.reopen();
    const left = () => ["partial", "trash"].flatMap((folder) => readdirSync(path.join(stores.dataDir, folder)));
    await expect.poll(left).toEqual([]);
  });
});
