import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { plainSpec } from "../../e2e/support/plain-spec";
import type { InngestServer } from "../../e2e/support/inngest-server";
import { removeJobFolders } from "../../e2e/support/remove-job-folders";
import type { SshdFacts } from "../../e2e/support/sshd";
import type { UserKind } from "../../e2e/support/test-users";
import { singleUser } from "../../lib/auth/owner";
import type { Credential, HostKey } from "../../lib/domain/host";
import type { HostId, JobId, UploadId, UserId } from "../../lib/domain/ids";
import type { Job } from "../../lib/domain/job";
import { jobSpecSchema, type JobSpec } from "../../lib/domain/job-spec";
import { isFinal } from "../../lib/domain/job-state";
import { createJob } from "../../lib/runner/new-job";
import { placeOf } from "../../lib/schedulers/scheduler";
import { sqmpy, type Sqmpy } from "../../lib/wiring";
import { startSqmpy } from "../start";
import { type Door, openDoor } from "./door";

/** How to reach a host, as a person would type it. */
export interface Reach {
  kind: "ssh" | "local";
  address: string;
  port: number;
  username: string;
  credential: Credential;
  hostKey: HostKey | null;
}

export function reachOver(sshd: SshdFacts | null, kind: UserKind): Reach | null {
  const username = sshd?.users[kind]?.username;
  if (!sshd || !username) return null;
  const credential: Credential = { method: "given_key", privateKey: sshd.privateKey, passphrase: null };
  return { kind: "ssh", address: sshd.address, port: sshd.port, username, credential, hostKey: sshd.hostKey };
}

/** All of the app below its pages: real stores in a folder of their own, an engine, real connections. */
export class AppUnderTest {
  readonly #jobs: JobId[] = [];

  private constructor(
    readonly app: Sqmpy,
    readonly user: UserId,
    private readonly dataDir: string,
    private readonly door: Door | null,
  ) {}

  /** With the embedded engine, or on a real Inngest server. */
  static async start(server: InngestServer | null = null): Promise<AppUnderTest> {
    const dataDir = mkdtempSync(join(tmpdir(), "sqmpy-app-"));
    const door = server && (await openDoor());
    Object.assign(process.env, { SQMPY_DATA_DIR: dataDir, SQMPY_LOGIN_DISABLED: "true", SQMPY_LOG_LEVEL: "warn" });
    if (door) Object.assign(process.env, { PORT: String(door.port), ...server?.environment });
    await startSqmpy();
    return new AppUnderTest(sqmpy(), singleUser(sqmpy().desk).id, dataDir, door);
  }

  /** Removes the folders that Sqmpy made for the jobs: one of the hosts is the home of whoever tests. */
  async stop(): Promise<void> {
    const folders = this.#jobs.map((id) => this.app.services.jobs.find(id)?.directory ?? "").filter((folder) => /\/sqmpy\/[a-z0-9]+$/.test(folder));
    await this.app.close();
    for (const folder of folders) removeJobFolders([folder], dirname(folder));
    this.door?.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  addHost({ hostKey, ...host }: Reach): HostId {
    const { hosts } = this.app.desk;
    const made = hosts.create(this.user, { ...host, name: `Host ${randomUUID()}`, publicKey: null }, new Date());
    if (hostKey) {
      hosts.offerHostKey(this.user, made.id, hostKey);
      hosts.pinHostKey(this.user, made.id, hostKey.fingerprint);
    }
    return made.id;
  }

  async addUpload(content: Buffer | string): Promise<string> {
    const id = randomUUID() as UploadId;
    this.app.desk.uploads.add(this.user, { id, name: "input", size: Buffer.byteLength(content) }, new Date());
    mkdirSync(join(this.dataDir, "uploads"), { recursive: true });
    writeFileSync(join(this.dataDir, "uploads", id), content);
    await this.app.desk.uploads.finish(this.user, id, new Date());
    return id;
  }

  /** Writes a job down and tells nobody. */
  create(hostId: HostId, script: string, change: Partial<JobSpec> = {}): Job {
    const spec = jobSpecSchema.parse(plainSpec(hostId, script, change));
    const { job } = createJob(this.app.desk, this.user, spec, new Date());
    this.#jobs.push(job.id);
    return job;
  }

  async submit(hostId: HostId, script: string, change: Partial<JobSpec> = {}): Promise<JobId> {
    const job = this.create(hostId, script, change);
    await this.app.services.tell.submitted(job);
    return job.id;
  }

  async cancel(id: JobId): Promise<void> {
    this.app.desk.jobs.requestCancel(this.user, [id], new Date());
    await this.app.services.tell.cancelRequested(this.job(id));
  }

  job(id: JobId): Job {
    return this.app.services.jobs.get(id);
  }

  async until(id: JobId, isSo: (job: Job) => boolean, seconds = 30): Promise<Job> {
    for (const end = Date.now() + seconds * 1_000; Date.now() < end; ) {
      if (isSo(this.job(id))) return this.job(id);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { state, waitReason, silence, failure } = this.job(id);
    throw new Error(`It is still ${state} (${waitReason ?? silence ?? failure ?? "no reason"}).`);
  }

  untilEnded(id: JobId, seconds?: number): Promise<Job> {
    return this.until(id, (job) => isFinal(job.state), seconds);
  }

  /** What is known about a job, to see why a test failed. */
  storyOf(id: JobId): string {
    const { state, endReason, exitCode, signal, failure, directory } = this.job(id);
    const events = this.app.desk.jobs.events(this.user, id).map(({ at, state: to, text }) => `${at.toISOString()} ${to ?? ""} ${text ?? ""}`);
    const { control } = placeOf({ id }, directory ?? "/");
    const printed = ["stderr", "wrapper.err"].map((name) => `${name}: ${existsSync(join(control, name)) ? readFileSync(join(control, name), "utf8") : "none"}`);
    return [`${state} ${endReason} ${exitCode} ${signal} ${failure}`, ...events, ...printed].join("\n");
  }

  files(id: JobId) {
    return this.app.desk.jobs.files(this.user, id);
  }

  async textOf(id: JobId, path: string): Promise<string> {
    const file = this.files(id).find((candidate) => candidate.path === path);
    if (!file || file.place !== "stored") throw new Error(`${path} is not stored.`);
    const chunks: Buffer[] = [];
    for await (const chunk of await this.app.services.files.open(file)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }
}
