import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyJobSpec } from "@/lib/domain/empty-job-spec";
import { AppError } from "@/lib/domain/errors";
import { newId, type FileId, type HostId, type JobId, type UploadId } from "@/lib/domain/ids";
import type { Host } from "@/lib/domain/host";
import { jobSpecSchema, type JobSpec } from "@/lib/domain/job-spec";
import type { User } from "@/lib/domain/user";
import { openStores, type Stores } from "@/lib/store/open-stores";
import { createJob, newJobOf } from "./new-job";
import { resubmitJob } from "./resubmit-job";

const at = new Date("2026-11-24T06:00:00Z");
let dataDir: string;
let stores: Stores;
let ada: User;
let eve: User;
let host: Host;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "sqmpy-new-job-"));
  stores = openStores({ dataDir, now: () => at });
  ada = stores.desk.users.create({ name: "Ada", email: "ada@example.org", passwordHash: null, role: "member" }, at);
  eve = stores.desk.users.create({ name: "Eve", email: "eve@example.org", passwordHash: null, role: "member" }, at);
  host = addHost("lab");
});

afterEach(() => {
  stores.close();
  rmSync(dataDir, { recursive: true });
});

function addHost(name: string): Host {
  return stores.desk.hosts.create(
    ada.id,
    { kind: "ssh", name, address: "lab.example.org", port: 22, username: "ada", credential: { method: "agent" }, publicKey: null },
    at,
  );
}

function spec(change: Partial<JobSpec> = {}): JobSpec {
  return jobSpecSchema.parse({
    ...emptyJobSpec,
    submissionKey: crypto.randomUUID(),
    hostId: host.id,
    scriptName: "fit.py",
    script: "print(1)",
    ...change,
  });
}

async function upload(name: string, text: string): Promise<UploadId> {
  const id = newId<UploadId>(24);
  stores.desk.uploads.add(ada.id, { id, name, size: Buffer.byteLength(text) }, at);
  writeFileSync(path.join(dataDir, "uploads", id), text);
  await stores.desk.uploads.finish(ada.id, id, at);
  return id;
}

function refusalOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}

describe("newJobOf", () => {
  it("says in full what the form says in short", () => {
    const job = newJobOf(
      spec({
        script: "\uFEFFprint(1)\r\nprint(2)",
        arguments: `--title 'first try' *.dat ""`,
        environment: [{ name: "OMP_NUM_THREADS", value: "4" }],
        workingDirectory: "~/project/run 1",
        walltime: "1-12:00:00",
        mailWish: [],
      }),
    );
    expect(job).toMatchObject({
      name: "fit.py",
      script: "print(1)\nprint(2)\n",
      interpreter: ["python3"],
      arguments: ["--title", "first try", "*.dat", ""],
      environment: [{ name: "OMP_NUM_THREADS", value: "4" }],
      workingDirectory: "~/project/run 1",
      walltimeSeconds: 36 * 3_600,
      mailWish: [],
    });
  });

  it.each([
    ["the form's choice first", { interpreter: "python3.12 -u", script: "#!/bin/bash\ntrue" }, ["python3.12", "-u"]],
    ["the first line before the name", { script: "#!/usr/bin/env -S bash -e\r\ntrue" }, ["/usr/bin/env", "-S", "bash", "-e"]],
    ["the name last", { scriptName: "run.SH" }, ["sh"]],
  ])("chooses what runs it: %s", (_, change, interpreter) => {
    expect(newJobOf(spec(change)).interpreter).toEqual(interpreter);
  });

  it("leaves no walltime where none is asked", () => {
    expect(newJobOf(spec()).walltimeSeconds).toBeNull();
    expect(newJobOf(spec({ walltime: "90" })).walltimeSeconds).toBe(5_400);
  });
});

describe("createJob", () => {
  it("makes one job for one submission, however often it is sent", () => {
    const asked = spec({ name: "Fit" });
    const first = createJob(stores.desk, ada.id, asked, at);
    const second = createJob(stores.desk, ada.id, asked, at);
    expect([first.created, second.created]).toEqual([true, false]);
    expect(second.job.id).toBe(first.job.id);
    expect(stores.desk.jobs.countByState(ada.id)).toEqual({ new: 1 });
  });

  it("does not lose changes made after a submission whose answer was lost", () => {
    const asked = spec({ name: "Fit" });
    createJob(stores.desk, ada.id, asked, at);
    const refusal = refusalOf(() => createJob(stores.desk, ada.id, { ...asked, script: "print(2)" }, at));
    expect(refusal).toMatchObject({ code: "conflict", field: "submissionKey" });
    expect(refusal.message).toContain("“Fit”");
  });

  it("takes the uploads with it, each once", async () => {
    const uploadId = await upload("a b.dat", "1 2 3");
    const { job } = createJob(stores.desk, ada.id, spec({ inputs: [{ uploadId, path: "data/ä\n-b.dat" }] }), at);
    expect(stores.desk.jobs.files(ada.id, job.id).filter(({ kind }) => kind === "input")).toMatchObject([{ path: "data/ä\n-b.dat", size: 5, place: "stored" }]);
    expect(refusalOf(() => createJob(stores.desk, ada.id, spec({ inputs: [{ uploadId, path: "again.dat" }] }), at)).field).toBe("inputs");
  });

  it("knows no host and no upload of somebody else", async () => {
    const uploadId = await upload("secret", "42");
    expect(refusalOf(() => createJob(stores.desk, eve.id, spec(), at))).toMatchObject({ code: "not_found", field: "hostId" });
    const own = stores.desk.hosts.create(eve.id, { kind: "ssh", name: "eve", address: "e", port: 22, username: "eve", credential: { method: "agent" }, publicKey: null }, at);
    expect(refusalOf(() => createJob(stores.desk, eve.id, spec({ hostId: own.id, inputs: [{ uploadId, path: "x" }] }), at)).field).toBe("inputs");
    expect(refusalOf(() => createJob(stores.desk, ada.id, spec({ hostId: "gone" as HostId }), at)).field).toBe("hostId");
  });
});

describe("resubmitJob", () => {
  it("makes the same job again with its inputs, in a folder of its own", async () => {
    const uploadId = await upload("in.dat", "1 2 3");
    const asked = spec({ inputs: [{ uploadId, path: "in.dat" }], environment: [{ name: "A", value: "b" }], walltime: "2h", arguments: "x 'y z'" });
    const { job: first } = createJob(stores.desk, ada.id, asked, at);
    const key = crypto.randomUUID();
    const { job } = resubmitJob(stores.desk, ada.id, first.id, { submissionKey: key, at });

    expect(job.id).not.toBe(first.id);
    const { script, interpreter, arguments: words, environment, walltimeSeconds, workingDirectory } = first;
    expect(job).toMatchObject({ script, interpreter, arguments: words, environment, walltimeSeconds, workingDirectory, resubmittedFrom: first.id, state: "new" });
    expect(stores.desk.jobs.files(ada.id, job.id).filter(({ kind }) => kind === "input")).toMatchObject([{ path: "in.dat", size: 5 }]);
    expect(resubmitJob(stores.desk, ada.id, first.id, { submissionKey: key, at })).toMatchObject({ created: false, job: { id: job.id } });
  });

  it("is not for strangers, and says when the host is gone", () => {
    const { job } = createJob(stores.desk, ada.id, spec(), at);
    expect(refusalOf(() => resubmitJob(stores.desk, eve.id, job.id, { submissionKey: crypto.randomUUID(), at })).code).toBe("not_found");
    expect(refusalOf(() => resubmitJob(stores.desk, ada.id, "none" as JobId, { submissionKey: crypto.randomUUID(), at })).code).toBe("not_found");
    expect(refusalOf(() => createJob(stores.desk, eve.id, spec({ keptInputs: [{ fileId: "x" as FileId, path: "x" }] }), at)).field).toBe("hostId");
  });
});

describe("the schema", () => {
  const problems = (change: Partial<JobSpec>) => {
    const result = jobSpecSchema.safeParse({ ...spec(), ...change });
    return result.success ? [] : result.error.issues.map(({ path: where, message }) => `${where.join(".")}: ${message}`);
  };

  it("finds files that cannot lie together", () => {
    const inputs = [
      { uploadId: "1", path: "data" },
      { uploadId: "2", path: "data/x" },
      { uploadId: "3", path: "fit.py" },
      { uploadId: "4", path: "kept" },
    ];
    expect(problems({ inputs, keptInputs: [{ fileId: "k", path: "kept" }] })).toEqual([
      "inputs.1.path: “data” is a file already, so it cannot be a folder too: rename one.",
      "inputs.2.path: “fit.py” is there twice: rename or remove one.",
      "inputs.3.path: “kept” is there twice: rename or remove one.",
    ]);
  });
});
