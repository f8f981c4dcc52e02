import { createHash, randomUUID } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startLabHost, type LabHost } from "../e2e/support/lab-host";
import { howItEnded } from "../lib/domain/how-it-ended";
import type { HostId } from "../lib/domain/ids";
import { AppUnderTest, reachOver } from "./testing/app-under-test";

/** Bad input, full disks, lost wrappers and cut lines, on a real host. */
let under: AppUnderTest;
beforeAll(async () => void (under = await AppUnderTest.start()));
afterAll(() => under.stop());

const { sshd, smallDisk } = inject("hosts");

describe("what goes wrong", () => {
  let lab: LabHost;
  let hostId: HostId;
  beforeAll(async () => {
    lab = await startLabHost();
    hostId = under.addHost({ ...lab.spec, hostKey: lab.hostKey });
  });
  afterAll(() => lab.stop());

  test("Windows line ends and no shebang", async () => {
    const id = await under.submit(hostId, "echo one\r\necho two\r\n");
    expect(await under.untilEnded(id)).toMatchObject({ state: "completed" });
    expect(await under.textOf(id, "stdout.txt")).toBe("one\ntwo\n");
  });

  test("a program that the host does not have", async () => {
    const id = await under.submit(hostId, "x", { interpreter: "no-such-program" });
    const job = await under.untilEnded(id);
    expect(job).toMatchObject({ state: "failed", endReason: "submit" });
    expect(howItEnded(job)).toContain("no program “no-such-program”");
  });

  test("a working directory where one may not write", async () => {
    const id = await under.submit(hostId, "echo", { workingDirectory: "/proc/nowhere" });
    const job = await under.untilEnded(id);
    expect(job).toMatchObject({ state: "failed", endReason: "submit", failure: expect.stringContaining("working directory") });
  });

  test("an input that would overwrite a file of the person's own", async () => {
    const folder = mkdtempSync(join(lab.home, "own-"));
    execFileSync("chmod", ["777", folder]);
    writeFileSync(join(folder, "data.txt"), "mine");
    const id = await under.submit(hostId, "echo", { workingDirectory: folder, inputs: [{ path: "data.txt", uploadId: await under.addUpload("theirs") }] });
    expect(await under.untilEnded(id)).toMatchObject({ state: "failed", failure: expect.stringContaining("already in") });
    expect(readFileSync(join(folder, "data.txt"), "utf8")).toBe("mine");
  });

  test("in a directory of the person's own only what the job wrote is taken", async () => {
    const folder = mkdtempSync(join(lab.home, "own-"));
    execFileSync("chmod", ["777", folder]);
    writeFileSync(join(folder, "old.txt"), "old");
    execFileSync("touch", ["-d", "2020-01-01", join(folder, "old.txt")]);
    const id = await under.submit(hostId, "echo new >new.txt", { workingDirectory: folder });
    expect(await under.untilEnded(id)).toMatchObject({ state: "completed" });
    expect(under.files(id).filter(({ kind }) => kind === "output").map(({ path }) => path)).toEqual(["new.txt"]);
  });

  test("ten thousand output files", { timeout: 240_000 }, async () => {
    const id = await under.submit(hostId, "mkdir many; i=0; while [ $i -lt 10000 ]; do echo $i >many/$i; i=$((i+1)); done");
    const job = await under.untilEnded(id, 240);
    expect(job.state).toBe("completed");
    const outputs = under.files(id).filter(({ kind, place }) => kind === "output" && place === "stored");
    expect(outputs).toHaveLength(10_000);
    const digest = createHash("sha256").update("9999\n").digest("hex");
    expect(outputs.find(({ path }) => path === "many/9999")?.sha256).toBe(digest);
  });

  test("a script that leaves a process behind", async () => {
    const id = await under.submit(hostId, "sleep 20 & echo done");
    expect(await under.untilEnded(id)).toMatchObject({ state: "completed" });
    const notes = under.app.desk.jobs.events(under.user, id).map((event) => event.text);
    expect(notes).toContainEqual(expect.stringContaining("left 1 process running"));
  });

  test("a wrapper killed without a trace is not heard from, and only its owner ends it", async () => {
    const id = await under.submit(hostId, "sleep 300");
    const job = await under.until(id, ({ state }) => state === "active");
    const child = readFileSync(join(job.directory ?? "", ".sqmpy", id, "child"), "utf8");
    process.kill(Number(job.nativeId?.split(" ")[0]), "SIGKILL");
    const silent = await under.until(id, ({ silence }) => silence !== null, 40);
    expect(silent).toMatchObject({ state: "active", silence: expect.stringContaining("no exit file") });
    expect(under.app.desk.jobs.closeAsLost(under.user, id, new Date())).toBe(true);
    expect(under.job(id)).toMatchObject({ state: "failed", endReason: "lost" });
    process.kill(-Number(/pid=(\d+)/.exec(child)?.[1]), "SIGKILL");
  });

  test("canceled before it reached its host, it never runs", async () => {
    const proof = join(lab.home, `proof-${randomUUID()}`);
    const job = under.create(hostId, `touch ${proof}`);
    await under.cancel(job.id);
    await under.app.services.tell.submitted(job);
    expect(await under.untilEnded(job.id)).toMatchObject({ state: "canceled" });
    expect(() => readFileSync(proof)).toThrow();
  });

  test.skipIf(!smallDisk)("a full disk", async () => {
    const folder = join(smallDisk ?? "", randomUUID());
    const plain = reachOver(sshd, "plain");
    if (!plain) throw new Error("no sshd");
    const onSmallDisk = under.addHost(plain);
    const big = await under.addUpload(Buffer.alloc(8 * 1024 * 1024, 1));
    const id = await under.submit(onSmallDisk, "echo", { workingDirectory: folder, inputs: [{ path: "big.bin", uploadId: big }] });
    expect(await under.untilEnded(id)).toMatchObject({ state: "failed", failure: expect.stringMatching(/full/) });
  });

  test.skipIf(!smallDisk)("a job that fills the disk still tells how it ended", async () => {
    const folder = join(smallDisk ?? "", randomUUID());
    const plain = reachOver(sshd, "plain");
    if (!plain) throw new Error("no sshd");
    const id = await under.submit(under.addHost(plain), "head -c 100000000 /dev/zero >fill; code=$?; rm -f fill; exit $((code + 40))", { workingDirectory: folder });
    expect(await under.untilEnded(id)).toMatchObject({ state: "failed", exitCode: 41 });
  });
});

describe("a host that cannot be reached", () => {
  let lab: LabHost;
  beforeAll(async () => void (lab = await startLabHost()));
  afterAll(() => lab.stop());

  test("when it is away at the start, the job waits and then runs", async ({ skip }) => {
    if (!lab.sshd) return skip("needs a real sshd");
    const hostId = under.addHost({ ...lab.spec, hostKey: lab.hostKey });
    await lab.sshd.hangUp();
    const id = await under.submit(hostId, "echo here");
    const waiting = await under.until(id, ({ waitReason }) => waitReason !== null);
    expect(waiting.state).toBe("stage_in");
    await lab.sshd.listen();
    expect(await under.untilEnded(id, 60)).toMatchObject({ state: "completed", waitReason: null });
  });

  test("cut connections change nothing about a running job", async ({ skip }) => {
    const { sshd } = lab;
    if (!sshd) return skip("needs a real sshd");
    const hostId = under.addHost({ ...lab.spec, hostKey: lab.hostKey });
    const id = await under.submit(hostId, "for i in 1 2 3 4 5 6; do echo $i; sleep 1; done; exit 5");
    await under.until(id, ({ state }) => state === "active");
    for (let cut = 0; cut < 5; cut++) {
      sshd.killSessions();
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(["active", "stage_out", "failed"]).toContain(under.job(id).state);
    }
    expect(await under.untilEnded(id, 90)).toMatchObject({ state: "failed", exitCode: 5, endReason: "exit" });
    expect(await under.textOf(id, "stdout.txt")).toBe("1\n2\n3\n4\n5\n6\n");
  });
});
