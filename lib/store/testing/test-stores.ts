import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { newId, type HostId, type UploadId, type UserId } from "@/lib/domain/ids";
import type { Host } from "@/lib/domain/host";
import type { JobFilter } from "@/lib/domain/job-filter";
import type { User } from "@/lib/domain/user";
import type { NewHost, NewJob } from "../desk";
import { openStores, type Stores } from "../open-stores";

export const noon = new Date("2026-05-01T12:00:00Z");

export const allJobs: JobFilter = { states: [], hostId: null, from: null, until: null, search: "", after: null, limit: 50 };

export function after(seconds: number): Date {
  return new Date(noon.getTime() + seconds * 1_000);
}

/** Stores over a folder of their own; `reopen` is what a start after a stop does. */
export interface TestStores extends Stores {
  dataDir: string;
  reopen(): TestStores;
  /** Closes and removes all. */
  remove(): void;
}

export function openTestStores(dataDir = mkdtempSync(path.join(tmpdir(), "sqmpy-store-"))): TestStores {
  const stores = openStores({ dataDir, now: () => noon });
  return {
    ...stores,
    dataDir,
    reopen() {
      stores.close();
      return openTestStores(dataDir);
    },
    remove() {
      stores.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function makeUser({ desk }: Stores, name = "ada"): User {
  return desk.users.create({ name, email: `${name}-${newId()}@uni.example`, passwordHash: null, role: "member" }, noon);
}

export function makeHost({ desk }: Stores, owner: UserId, change: Partial<NewHost> = {}): Host {
  const host: NewHost = {
    kind: "ssh",
    name: `cluster ${newId()}`,
    address: "login.uni.example",
    port: 22,
    username: "ada",
    credential: { method: "password", password: "correct horse" },
    publicKey: null,
    ...change,
  };
  return desk.hosts.create(owner, host, noon);
}

export function newJob(hostId: HostId, change: Partial<NewJob> = {}): NewJob {
  return {
    submissionKey: crypto.randomUUID(),
    hostId,
    name: "argon melt",
    description: "",
    scriptName: "job.sh",
    script: "#!/bin/sh\necho hello\n",
    interpreter: ["sh"],
    arguments: [],
    environment: [],
    workingDirectory: "",
    walltimeSeconds: null,
    mailWish: null,
    inputs: [],
    keptInputs: [],
    resubmittedFrom: null,
    ...change,
  };
}

/** A whole upload, as tus leaves it. */
export async function makeUpload({ desk, dataDir }: TestStores, owner: UserId, bytes: string | Buffer, name = "input.dat"): Promise<UploadId> {
  const id = beginUpload({ desk, dataDir }, owner, bytes, name);
  await desk.uploads.finish(owner, id, noon);
  return id;
}

export function beginUpload({ desk, dataDir }: Pick<TestStores, "desk" | "dataDir">, owner: UserId, bytes: string | Buffer, name = "input.dat"): UploadId {
  const id = newId<UploadId>(24);
  desk.uploads.add(owner, { id, name, size: Buffer.byteLength(bytes) }, noon);
  writeFileSync(path.join(dataDir, "uploads", id), bytes);
  return id;
}
