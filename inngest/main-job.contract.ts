import { createHash, randomUUID } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startLabHost, type LabHost } from "../e2e/support/lab-host";
import { plainSpec } from "../e2e/support/plain-spec";
import { singleUser } from "../lib/auth/owner";
import type { Credential, HostKey } from "../lib/domain/host";
import { howItEnded } from "../lib/domain/how-it-ended";
import type { HostId, JobId, UploadId, UserId } from "../lib/domain/ids";
import type { Job } from "../lib/domain/job";
import { isFinal } from "../lib/domain/job-state";
import { jobSpecSchema, type JobSpec } from "../lib/domain/job-spec";
import { createJob } from "../lib/runner/new-job";
import { sqmpy, type Sqmpy } from "../lib/wiring";
import { startSqmpy } from "./start";

/** The whole way of a job below the pages: real stores, the embedded engine, real connections. */
let app: Sqmpy;
let user: UserId;
const dataDir = mkdtempSync(join(tmpdir(), "sqmpy-main-job-"));

beforeAll(async () => {
  Object.assign(process.env, { SQMPY_DATA_DIR: dataDir, SQMPY_LOGIN_DISABLED: "true", SQMPY_LOG_LEVEL: "warn" });
  await startSqmpy();
  app = sqmpy();
  user = singleUser(app.desk).id;
});

afterAll(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Reach {
  kind: "ssh" | "local";
  address: string;
  port: number;
  username: string;
  credential: Credential;
  hostKey: HostKey | null;
}

function addHost({ hostKey, ...host }: Reach): HostId {
  const made = app.desk.hosts.create(user, { ...host, name: `Host ${randomUUID()}`, publicKey: null }, new Date());
  if (hostKey) {
    app.desk.hosts.offerHostKey(user, made.id, hostKey);
    app.desk.hosts.pinHostKey(user, made.id, hostKey.fingerprint);
  }
  return made.id;
}

async function addUpload(content: Buffer | string): Promise<string> {
  const id = randomUUID() as UploadId;
  app.desk.uploads.add(user, { id, name: "input", size: Buffer.byteLength(content) }, new Date());
  mkdirSync(join(dataDir, "uploads"), { recursive: true });
  writeFileSync(join(dataDir, "uploads", id), content);
  await app.desk.uploads.finish(user, id, new Date());
  return id;
}

async function submit(hostId: HostId, script: string, change: Partial<JobSpec> = {}): Promise<JobId> {
  const spec = jobSpecSchema.parse(plainSpec(hostId, script, change));
  const { job } = createJob(app.desk, user, spec, new Date());
  await app.services.tell.submitted(job);
  return job.id;
}

async function until(id: JobId, isSo: (job: Job) => boolean, seconds = 30): Promise<Job> {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; ) {
    const job = app.services.jobs.get(id);
    if (isSo(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { state, waitReason, silence, failure } = app.services.jobs.get(id);
  throw new Error(`It is still ${state} (${waitReason ?? silence ?? failure ?? "no reason"}).`);
}

const untilEnded = (id: JobId, seconds?: number) => until(id, (job) => isFinal(job.state), seconds);

async function textOf(id: JobId, path: string): Promise<string> {
  const file = app.desk.jobs.files(user, id).find((candidate) => candidate.path === path);
  if (!file || file.place !== "stored") throw new Error(`${path} is not stored.`);
  const chunks: Buffer[] = [];
  for await (const chunk of await app.services.files.open(file)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const { sshd, carried, smallDisk } = inject("hosts");
const overSshd = (kind: "plain" | "noisy" | "csh" | "fish"): Reach | null => {
  const username = sshd?.users[kind]?.username;
  if (!sshd || !username) return null;
  const credential: Credential = { method: "given_key", privateKey: sshd.privateKey, passphrase: null };
  return { kind: "ssh", address: sshd.address, port: sshd.port, username, credential, hostKey: sshd.hostKey };
};
const reaches: [string, Reach | null][] = [
  ["real sshd", overSshd("plain")],
  ["real sshd with noisy login scripts", overSshd("noisy")],
  ["real sshd with csh", overSshd("csh")],
  ["real sshd with fish", overSshd("fish")],
  [
    "the server that ssh2 carries",
    { ...carried, kind: "ssh", credential: { method: "password", password: carried.password } },
  ],
  ["this computer", { kind: "local", address: "localhost", port: 22, username: "me", credential: { method: "agent" }, hostKey: null }],
];

for (const [name, reach] of reaches) {
  describe.skipIf(reach === null)(`a job on ${name}`, () => {
    let hostId: HostId;
    beforeAll(() => void (hostId = addHost(reach as Reach)));

    test("goes from form to files, with odd names, and one mail", async () => {
      const names = ["a b.txt", "-rf", 'q"uo\'te', "new\nline", "日本/é.dat"];
      const inputs = await Promise.all(names.map(async (path) => ({ path, uploadId: await addUpload(`content of ${path}`) })));
      const id = await submit(
        hostId,
        `import glob, os, sys
print("args", sys.argv[1:], os.environ["GREETING"], flush=True)
print("to stderr", file=sys.stderr)
names = sorted(n for n in glob.glob("**", recursive=True) if os.path.isfile(n))
for n in names:
    print(ascii(n))
os.makedirs("out/deep", exist_ok=True)
open("out/deep/a b.txt", "w").write("first")
open("out/a b.txt", "w").write("second")
open("a b.txt", "a").write(" and more")
`,
        { scriptName: "job.py", inputs, arguments: `"one two" $HOME`, environment: [{ name: "GREETING", value: "it's \"é\"" }] },
      );
      const job = await untilEnded(id);
      expect(job).toMatchObject({ state: "completed", exitCode: 0, endReason: "exit", signal: null });
      const stdout = await textOf(id, "stdout.txt");
      expect(stdout).toContain(`args ['one two', '$HOME'] it's "é"`);
      for (const path of names) expect(stdout).toContain(path === "日本/é.dat" ? "\\u65e5\\u672c/\\xe9.dat" : path.slice(0, 3));
      expect(await textOf(id, "stderr.txt")).toBe("to stderr\n");
      expect(await textOf(id, "out/deep/a b.txt")).toBe("first");
      expect(await textOf(id, "out/a b.txt")).toBe("second");

      const outputs = app.desk.jobs.files(user, id).filter((file) => file.kind === "output");
      expect(outputs.map((file) => file.path).sort()).toEqual(["a b.txt", "out/a b.txt", "out/deep/a b.txt"]);
      for (const file of outputs) expect(file).toMatchObject({ place: "stored", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
      const events = app.desk.jobs.events(user, id).filter((event) => event.kind === "state");
      expect(events.map((event) => event.state)).toEqual(["new", "stage_in", "active", "stage_out", "completed"]);
      await expect.poll(() => app.desk.deliveries.ofJob(user, id), { timeout: 10_000 }).toMatchObject([{ state: "sent", moment: "completed" }]);
    });

    test("tells exit code, signal and walltime", async () => {
      const [failed, killed, late] = await Promise.all([
        submit(hostId, "exit 3"),
        submit(hostId, "kill -KILL $$"),
        submit(hostId, "echo begun; sleep 60", { walltime: "1s" }),
      ]);
      expect(await untilEnded(failed)).toMatchObject({ state: "failed", endReason: "exit", exitCode: 3 });
      expect(await untilEnded(killed)).toMatchObject({ state: "failed", endReason: "signal", signal: "SIGKILL" });
      const stopped = await untilEnded(late);
      expect(stopped).toMatchObject({ state: "failed", endReason: "walltime" });
      expect(howItEnded(stopped)).toBe("Stopped at its walltime of 1 s.");
    });

    test("is canceled while it runs, with all its processes", async () => {
      const id = await submit(hostId, "sleep 300 & sleep 300");
      await until(id, (job) => job.state === "active");
      app.desk.jobs.requestCancel(user, [id], new Date());
      await app.services.tell.cancelRequested(app.services.jobs.get(id));
      expect(await untilEnded(id)).toMatchObject({ state: "canceled", endReason: "canceled" });
    });
  });
}

describe("what goes wrong", () => {
  let lab: LabHost;
  let hostId: HostId;
  beforeAll(async () => {
    lab = await startLabHost();
    hostId = addHost({ ...lab.spec, hostKey: lab.hostKey });
  });
  afterAll(() => lab.stop());

  test("Windows line ends and no shebang", async () => {
    const id = await submit(hostId, "echo one\r\necho two\r\n");
    expect(await untilEnded(id)).toMatchObject({ state: "completed" });
    expect(await textOf(id, "stdout.txt")).toBe("one\ntwo\n");
  });

  test("a program that the host does not have", async () => {
    const id = await submit(hostId, "x", { interpreter: "no-such-program" });
    const job = await untilEnded(id);
    expect(job).toMatchObject({ state: "failed", endReason: "submit" });
    expect(howItEnded(job)).toContain("no program “no-such-program”");
  });

  test("a working directory where one may not write", async () => {
    const id = await submit(hostId, "echo", { workingDirectory: "/proc/nowhere" });
    const job = await untilEnded(id);
    expect(job).toMatchObject({ state: "failed", endReason: "submit", failure: expect.stringContaining("working directory") });
  });

  test("an input that would overwrite a file of the person's own", async () => {
    const folder = mkdtempSync(join(lab.home, "own-"));
    execFileSync("chmod", ["777", folder]);
    writeFileSync(join(folder, "data.txt"), "mine");
    const id = await submit(hostId, "echo", { workingDirectory: folder, inputs: [{ path: "data.txt", uploadId: await addUpload("theirs") }] });
    expect(await untilEnded(id)).toMatchObject({ state: "failed", failure: expect.stringContaining("already in") });
    expect(readFileSync(join(folder, "data.txt"), "utf8")).toBe("mine");
  });

  test("in a directory of the person's own only what the job wrote is taken", async () => {
    const folder = mkdtempSync(join(lab.home, "own-"));
    execFileSync("chmod", ["777", folder]);
    writeFileSync(join(folder, "old.txt"), "old");
    execFileSync("touch", ["-d", "2020-01-01", join(folder, "old.txt")]);
    const id = await submit(hostId, "echo new >new.txt", { workingDirectory: folder });
    expect(await untilEnded(id)).toMatchObject({ state: "completed" });
    expect(app.desk.jobs.files(user, id).filter(({ kind }) => kind === "output").map(({ path }) => path)).toEqual(["new.txt"]);
  });

  test("ten thousand output files", { timeout: 240_000 }, async () => {
    const id = await submit(hostId, "mkdir many; i=0; while [ $i -lt 10000 ]; do echo $i >many/$i; i=$((i+1)); done");
    const job = await untilEnded(id, 240);
    expect(job.state).toBe("completed");
    const outputs = app.desk.jobs.files(user, id).filter(({ kind, place }) => kind === "output" && place === "stored");
    expect(outputs).toHaveLength(10_000);
    const digest = createHash("sha256").update("9999\n").digest("hex");
    expect(outputs.find(({ path }) => path === "many/9999")?.sha256).toBe(digest);
  });

  test("a script that leaves a process behind", async () => {
    const id = await submit(hostId, "sleep 20 & echo done");
    expect(await untilEnded(id)).toMatchObject({ state: "completed" });
    const notes = app.desk.jobs.events(user, id).map((event) => event.text);
    expect(notes).toContainEqual(expect.stringContaining("left 1 process running"));
  });

  test("a wrapper killed without a trace is not heard from, and only its owner ends it", async () => {
    const id = await submit(hostId, "sleep 300");
    const job = await until(id, ({ state }) => state === "active");
    const child = readFileSync(join(job.directory ?? "", ".sqmpy", id, "child"), "utf8");
    process.kill(Number(job.nativeId?.split(" ")[0]), "SIGKILL");
    const silent = await until(id, ({ silence }) => silence !== null, 40);
    expect(silent).toMatchObject({ state: "active", silence: expect.stringContaining("no exit file") });
    expect(app.desk.jobs.closeAsLost(user, id, new Date())).toBe(true);
    expect(app.services.jobs.get(id)).toMatchObject({ state: "failed", endReason: "lost" });
    process.kill(-Number(/pid=(\d+)/.exec(child)?.[1]), "SIGKILL");
  });

  test("canceled before it reached its host, it never runs", async () => {
    const proof = join(lab.home, `proof-${randomUUID()}`);
    const spec = jobSpecSchema.parse(plainSpec(hostId, `touch ${proof}`));
    const { job } = createJob(app.desk, user, spec, new Date());
    app.desk.jobs.requestCancel(user, [job.id], new Date());
    await app.services.tell.cancelRequested(job);
    await app.services.tell.submitted(job);
    expect(await untilEnded(job.id)).toMatchObject({ state: "canceled" });
    expect(() => readFileSync(proof)).toThrow();
  });

  test.skipIf(!smallDisk)("a full disk", async () => {
    const folder = join(smallDisk ?? "", randomUUID());
    const plain = overSshd("plain");
    if (!plain) throw new Error("no sshd");
    const onSmallDisk = addHost(plain);
    const big = await addUpload(Buffer.alloc(8 * 1024 * 1024, 1));
    const id = await submit(onSmallDisk, "echo", { workingDirectory: folder, inputs: [{ path: "big.bin", uploadId: big }] });
    expect(await untilEnded(id)).toMatchObject({ state: "failed", failure: expect.stringMatching(/full/) });
  });

  test.skipIf(!smallDisk)("a job that fills the disk still tells how it ended", async () => {
    const folder = join(smallDisk ?? "", randomUUID());
    const plain = overSshd("plain");
    if (!plain) throw new Error("no sshd");
    const id = await submit(addHost(plain), "head -c 100000000 /dev/zero >fill; code=$?; rm -f fill; exit $((code + 40))", { workingDirectory: folder });
    expect(await untilEnded(id)).toMatchObject({ state: "failed", exitCode: 41 });
  });
});

describe("a host that cannot be reached", () => {
  let lab: LabHost;
  beforeAll(async () => void (lab = await startLabHost()));
  afterAll(() => lab.stop());

  test("when it is away at the start, the job waits and then runs", async ({ skip }) => {
    if (!lab.sshd) return skip("needs a real sshd");
    const hostId = addHost({ ...lab.spec, hostKey: lab.hostKey });
    await lab.sshd.hangUp();
    const id = await submit(hostId, "echo here");
    const waiting = await until(id, ({ waitReason }) => waitReason !== null);
    expect(waiting.state).toBe("stage_in");
    await lab.sshd.listen();
    expect(await untilEnded(id, 60)).toMatchObject({ state: "completed", waitReason: null });
  });

  test("cut connections change nothing about a running job", async ({ skip }) => {
    const { sshd } = lab;
    if (!sshd) return skip("needs a real sshd");
    const hostId = addHost({ ...lab.spec, hostKey: lab.hostKey });
    const id = await submit(hostId, "for i in 1 2 3 4 5 6; do echo $i; sleep 1; done; exit 5");
    await until(id, ({ state }) => state === "active");
    for (let cut = 0; cut < 5; cut++) {
      sshd.killSessions();
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(["active", "stage_out", "failed"]).toContain(app.services.jobs.get(id).state);
    }
    expect(await untilEnded(id, 90)).toMatchObject({ state: "failed", exitCode: 5, endReason: "exit" });
    expect(await textOf(id, "stdout.txt")).toBe("1\n2\n3\n4\n5\n6\n");
  });
});
