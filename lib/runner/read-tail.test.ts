import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Job } from "@/lib/domain/job";
import type { JobFileKind } from "@/lib/domain/job-file";
import { placeOf } from "@/lib/schedulers/scheduler";
import { openStores, type Stores } from "@/lib/store/open-stores";
import { createConnections } from "@/lib/transport/connection-pool";
import type { Connections } from "@/lib/transport/connections";
import { readTail } from "./read-tail";

let root: string;
let stores: Stores;
let connections: Connections;
let job: Job;

const now = () => new Date("2026-11-24T06:00:00Z");
const log = () => undefined;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "sqmpy-tail-"));
  stores = openStores({ dataDir: path.join(root, "data"), now });
  connections = createConnections({ directory: stores.hostDirectory, now, log, local: true });

  const { users, hosts, jobs } = stores.desk;
  const { id } = users.create({ name: "Ada", email: "ada@example.org", passwordHash: null, role: "admin" }, now());
  const host = hosts.create(
    id,
    { kind: "local", name: "This computer", address: "localhost", port: 22, username: "ada", credential: { method: "agent" }, publicKey: null },
    now(),
  );
  const made = jobs.create(
    id,
    {
      submissionKey: "key",
      hostId: host.id,
      name: "fit",
      description: "",
      scriptName: "fit.sh",
      script: "echo",
      interpreter: ["sh"],
      arguments: [],
      environment: [],
      workingDirectory: path.join(root, "work"),
      walltimeSeconds: null,
      mailWish: null,
      inputs: [],
      keptInputs: [],
      resubmittedFrom: null,
    },
    now(),
  );
  stores.jobs.setDirectory(made.job.id, path.join(root, "work"));
  job = stores.jobs.get(made.job.id);
});

afterEach(async () => {
  await connections.closeAll();
  stores.close();
  rmSync(root, { recursive: true });
});

function tail(limitMs?: number) {
  return readTail({ files: stores.files, connections, log }, job, limitMs);
}

function printOnHost(outputs: { stdout: string; stderr: string }): void {
  const { control } = placeOf(job, job.directory ?? "");
  mkdirSync(control, { recursive: true });
  writeFileSync(path.join(control, "stdout"), outputs.stdout);
  writeFileSync(path.join(control, "stderr"), outputs.stderr);
}

async function keep(kind: JobFileKind, content: string): Promise<void> {
  const [file] = stores.files.record(job.id, [
    { kind, path: kind, size: Buffer.byteLength(content), modifiedAt: null, sha256: null, executable: false, place: "stored", note: null },
  ]);
  if (file) await stores.files.store(file, Readable.from([content]));
}

describe("the ends of a job's outputs", () => {
  it("come from the host while the job runs", async () => {
    printOnHost({ stdout: "one\ntwo\n", stderr: "a warning\n" });
    expect(await tail()).toEqual({ stdout: "one\ntwo\n", stderr: "a warning\n", note: null });
  });

  it("come from the copies once they are kept, host or no host", async () => {
    rmSync(path.join(root, "work"), { recursive: true, force: true });
    await keep("stdout", "kept\n");
    expect(await tail()).toEqual({ stdout: "kept\n", stderr: "", note: null });
    await keep("stderr", "kept too\n");
    expect((await tail()).stderr).toBe("kept too\n");
  });

  it.each(["host", "copy"])("begin with a whole line where a large output is cut (%s)", async (source) => {
    const stdout = Array.from({ length: 5_000 }, (_, index) => `äöü line ${index} ${"x".repeat(40)}`).join("\n") + "\n";
    if (source === "host") printOnHost({ stdout, stderr: "" });
    else await keep("stdout", stdout);
    const read = (await tail()).stdout;
    expect(read.length).toBeLessThan(70_000);
    expect(read).toMatch(/^äöü line \d+ x/);
    expect(read).toMatch(/line 4999 x+\n$/);
  });

  it("are there also where a large output has no line end", async () => {
    await keep("stdout", "ä".repeat(100_000));
    expect((await tail()).stdout).toMatch(/^ä{32000,}$/);
  });

  it("are missing with a reason where the host has none", async () => {
    expect(await tail()).toEqual({ stdout: "", stderr: "", note: "No output was found on This computer." });
  });

  it("are missing with a reason where the host takes too long", async () => {
    connections = { ...connections, with: () => new Promise(() => undefined), closeAll: async () => undefined };
    expect((await tail(50)).note).toBe("The last lines of output could not be read from This computer: no answer within 0.05 s.");
  });
});
