import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noResources } from "../domain/resources";
import type { BatchSubmission } from "./batch-scheduler";
import { lsf } from "./lsf";
import { pendingWords } from "./lsf/reasons";

const captured = (file: string) => readFileSync(`${import.meta.dirname}/fixtures/lsf/${file}`, "utf8");
const clock = (iso: string) => `-- ${new Date(iso).getTime() / 1_000}\n`;
const status = (ids: string[], text: string, now = "2021-02-02T08:00:00Z") => lsf.status(ids).read({ exitCode: 0, stdout: `${text}\n${clock(now)}`, stderr: "" });
const records = (ids: string[], text: string, now = "2021-02-01T00:00:00Z") => lsf.records(ids)?.read({ exitCode: 0, stdout: `${text}\n${clock(now)}`, stderr: "" });

describe("a look at the queue", () => {
  it("reads the values that bjobs -o prints", () => {
    const rows = captured("bjobs-o-cern.txt").split("\n").map((line) => line.trim().split("|"));
    const text = rows.map((row) => [row[0], row[1], row[10], "-", row[7], "-", row[13]].join("^")).join("\n");
    const ids = ["764220165", "764254593", "764255172", "764245175", "764213236", "764399747"];
    const seen = status(ids, text);
    expect(seen.get("764220165")?.state).toBe("queued");
    expect(seen.get("764254593")).toMatchObject({ state: "active", nodes: "lxbsu2710", startedAt: new Date("2021-02-02T07:39:00Z") });
    expect(seen.get("764245175")).toMatchObject({ state: "active", startedAt: new Date("2020-12-31T23:48:00Z") });
    expect([...seen.keys()]).not.toContain("764213236");
  });

  it("reads bjobs -w where there is no -o", () => {
    const seen = status(["5031", "1"], captured("bjobs-w.txt"));
    expect([...seen].map(([id, { state, nodes }]) => [id, state, nodes])).toEqual([["5031", "active", "n0143"], ["1", "active", "lsfrhel02"]]);
  });

  it("tells an array's tasks apart by their names", () => {
    const seen = status(["7"], "7^RUN^Feb  2 07:39^-^n1:n1:2*n2^-^n123[2]\n7^PEND^-^-^-^The job array has reached its running element limit;^n123[3]\n8^PEND^-^-^-^-^other");
    expect(seen.get("7[2]")).toMatchObject({ state: "active", nodes: "n1,n2" });
    expect(seen.get("7[3]")).toMatchObject({ state: "queued", reason: expect.stringMatching(/As many of its tasks/) as string });
    expect(seen.size).toBe(2);
  });

  it("knows held, suspended and lost ones", () => {
    const seen = status(["1", "2", "3", "4"], "1^PSUSP^-^-^-^-^a\n2^USUSP^Feb  2 07:39^-^n1^-^b\n3^SSUSP^Feb  2 07:39^-^n1^-^c\n4^UNKWN^-^-^n1^-^d");
    expect([...seen.values()].map(({ state }) => state)).toEqual(["held", "suspended", "suspended", "unknown"]);
  });

  it("takes an empty queue for what it is, and silence for none", () => {
    expect(status(["1"], "No unfinished job found").size).toBe(0);
    expect(() => status(["1"], "Failed in an LSF library call: Slave LIM configuration is not ready yet.")).toThrow(expect.objectContaining({ code: "unreachable" }) as Error);
  });
});

describe("records", () => {
  it("reads bhist -l with broken lines", () => {
    const seen = records(["872795", "873209"], captured("bhist-l-ebi-2021.txt"));
    expect(seen?.get("872795")).toMatchObject({
      state: "ended",
      end: { reason: "exit", exitCode: 0, startedAt: new Date("2021-01-10T17:47:39Z"), endedAt: new Date("2021-01-10T17:47:39Z") },
      usage: { elapsedSeconds: 0, cpuSeconds: 0 },
    });
    expect(seen?.get("873209")?.end).toMatchObject({ reason: "exit", exitCode: 127 });
  });

  it.each([
    ["Exited; TERM_RUNLIMIT: job killed after reaching LSF run time limit. The CPU time used is 0.1 seconds;", { reason: "walltime" }],
    ["Exited with exit code 137. The CPU time used is 66323.5 seconds; TERM_MEMLIMIT: job killed after reaching LSF memory usage limit.", { reason: "memory" }],
    ["Exited; TERM_OWNER: job killed by owner.", { reason: "removed" }],
    ["Exited; TERM_PREEMPT: job killed after preemption.", { reason: "preempted" }],
    ["Exited; TERM_DEADLINE: job killed after deadline expires.", { reason: "deadline" }],
    ["Exited; TERM_ORPHAN_SYSTEM: orphan job is terminated automatically by LSF.", { reason: "dependency" }],
    ["Exited by signal 11. The CPU time used is 0.0 seconds;", { reason: "signal", signal: "SIGSEGV" }],
    ["Exited with signal termination: 12.", { reason: "signal", signal: "SIGUSR2" }],
    ["Exited; TERM_UNKNOWN: LSF cannot determine a termination reason.", { reason: "stopped" }],
  ])("%s", (said, expected) => {
    const text = `Job <5[2]>, Job Name <n1[2]>, User <a>\nTue Jan 12 10:00:00: Started 4 Task(s) on Host(s) <a>;\nTue Jan 12 10:05:00: ${said}\n MAX MEM: 5.2 Gbytes;  AVG MEM: 1 Gbytes\n`;
    const sight = records(["5"], text)?.get("5[2]");
    expect(sight?.end).toMatchObject(expected);
    expect(sight?.usage).toMatchObject({ elapsedSeconds: 300, cores: 4, peakMemory: Math.round(5.2 * 1024 ** 3) });
  });

  it("leaves out those that live and those that are not there", () => {
    expect(records(["5", "6"], "Job <5>, Job Name <n1>, User <a>, Status <RUN>\nTue Jan 12 10:00:00: Started 1 Task(s)\nJob <6> is not found\nNo matching job found")?.size).toBe(0);
  });
});

describe("directives", () => {
  it("asks in LSF's words", () => {
    const resources = { ...noResources, nodes: 2, processesPerNode: 4, coresPerProcess: 2, gpusPerProcess: 1, memoryPerNode: 4 * 1024 ** 3, queue: "normal", account: "p1", exclusive: true };
    expect(lsf.directives({ resources, walltimeSeconds: 3_661 })).toEqual([
      "-q normal", "-P p1", "-n 16", '-R "span[ptile=8] rusage[mem=4096MB]"', "-M 4096MB", '-gpu "num=4"', "-x", "-W 1:02",
    ]);
  });

  it.each([
    ["-q hpc", { queue: "hpc" }],
    ["-n 1", { processes: 1 }],
    ['-R "rusage[mem=10G]"', { memoryPerNode: 10 * 1024 ** 3 }],
    ['-R "span[hosts=1]"', { nodes: 1 }],
    ["-W 4320", { walltimeSeconds: 259_200 }],
    ["-W 1:30", { walltimeSeconds: 5_400 }],
    ['-J "name[1-5]%2"', { jobName: "name", array: "1-5%2" }],
    ['-R "select[avx2] span[ptile=4]"', { constraint: "avx2", processesPerNode: 4 }],
    ["-R rusage[mem=4000]", null],
    ["-M 8000", null],
    ["-n 4,8", null],
  ])("%s", (words, expected) => {
    expect(lsf.readDirective(words)).toEqual(expected);
  });
});

describe("a submission", () => {
  const submission: BatchSubmission = {
    job: { id: "j1" as BatchSubmission["job"]["id"], name: "x" },
    nonce: "n123",
    place: { directory: "/d", control: "/d/.sqmpy/j1" },
    directives: ['-R "span[hosts=1]"', "-J mine", "-K", "-eo err.txt"],
    tasks: null,
    dependencies: [{ nativeId: "12", condition: "ok" }, { nativeId: "13+1", condition: "fail" }],
    held: true,
  };

  it("keeps its own ways over the directives'", () => {
    expect(lsf.render(submission)[0]?.text).toBe('#!/bin/sh\n#BSUB -R "span[hosts=1]"\nexec >/d/.sqmpy/j1/scheduler.out 2>&1\n/bin/sh /d/.sqmpy/j1/run.sh\n');
    expect(lsf.submitCommand(submission)).toBe("(unset TZ LC_ALL; bsub -J n123 -o /dev/null -rn -H -w 'done(12) && exit(13)' <lsf.sh)");
  });

  it("counts from one where the tasks begin with 0", () => {
    const array = { ...submission, dependencies: [], held: false, tasks: { indexes: [0, 1, 4], atOnce: 2 } };
    expect(lsf.submitCommand(array)).toContain("-J 'n123_0[1-2,5]%2'");
    const id = lsf.readSubmit({ exitCode: 0, stdout: "Job <542935> is submitted to queue <short>.\nshifted\n", stderr: "" });
    expect(lsf.arrays?.taskId(id, 4)).toBe("542935[5]");
    expect(lsf.render(array)[0]?.text).toContain("task=$((LSB_JOBINDEX - 1))");
  });

  it("says refusals in words", () => {
    expect(() => lsf.readSubmit({ exitCode: 255, stdout: "", stderr: "nosuch: No such queue. Job not submitted.\n" })).toThrow(/no such queue.*Choose another queue/);
  });

  it("is found by its nonce, with its array's shift", () => {
    const find = (stdout: string) => lsf.find("n123", new Date(0)).read({ exitCode: 0, stdout, stderr: "" });
    expect(find("JOBID   USER    STAT  QUEUE      FROM_HOST   EXEC_HOST   JOB_NAME   SUBMIT_TIME\n7       a       RUN   normal     h           n1          n123_0[1] Nov 24 10:44\n")).toEqual({ nativeId: "7+1", isCertain: true });
    expect(find("Job <n123*> is not found\n-- history\nNo matching job found\n")).toEqual({ nativeId: null, isCertain: true });
    expect(find("Job <n123*> is not found\n")).toEqual({ nativeId: null, isCertain: false });
  });
});

it("offers queues with their limits and hosts", () => {
  const queues = "\nQUEUE: normal\n  -- For jobs.  This is the default queue.\n\nPRIO NICE STATUS          MAX JL/U\n 30    0  Open:Active       -    -\n\nDEFAULT LIMITS:\n RUNLIMIT\n 60.0 min\n\nMAXIMUM LIMITS:\n CPULIMIT             RUNLIMIT\n 100.0 min of h       2880.0 min of h\n\nUSERS: all\nHOSTS:  all\n\nQUEUE: old\n\nPRIO NICE STATUS          MAX\n 30    0  Closed:Active   -\n\n RUNLIMIT\n 30.0 min\n\nHOSTS:  hostgroup1\n";
  const stdout = `== queues${queues}== version\nIBM Spectrum LSF Standard 10.1.0.15, Jun 14 2024\n== mine\nQUEUE_NAME PRIO\nnormal 30\nold 30\n== settings\nDefault Queues:  normal\nMAX_JOB_ARRAY_SIZE = 1000\n== hosts\n${captured("lshosts-w.txt")}== gpus\nHOST_NAME     GPU_ID   MODEL\nnode211       0        NVIDIA_A100\n              1        NVIDIA_A100\n== reservations\n== history\n/usr/bin/bhist\n`;
  const offers = lsf.offers(new Date(0)).read({ exitCode: 0, stdout, stderr: "" });
  expect(offers).toMatchObject({ version: "10.1.0.15", maxArraySize: 1_000, hasAccounting: true });
  expect(offers.queues).toMatchObject([
    { name: "normal", isDefault: true, isOpen: true, maxWalltimeSeconds: 172_800, defaultWalltimeSeconds: 3_600, nodes: 2, coresPerNode: 8, gpusPerNode: 2, gpuTypes: ["NVIDIA_A100"] },
    { name: "old", isOpen: false, maxWalltimeSeconds: 1_800, nodes: null },
  ]);
});

it("says pending reasons in words", () => {
  expect(pendingWords("Dependency condition invalid or never satisfied;")).toMatch(/never/);
  expect(pendingWords("Job dependency condition not satisfied;")).toBe("Waits for the end of other jobs.");
  expect(pendingWords("-")).toBeNull();
  expect(pendingWords("Something new;")).toBe("Something new.");
});
