import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSacct, sacctFields } from "./read-sacct";

const captured = (version: string) => readFileSync(new URL(`../fixtures/slurm/${version}/sacct.txt`, import.meta.url), "utf8");
const mebibyte = 1024 ** 2;

type Fields = Partial<Record<(typeof sacctFields)[number], string>>;
const rows = (...all: Fields[]) => all.map((row) => sacctFields.map((field) => row[field] ?? "").join("|")).join("\n");

describe.each(["22.05.8", "24.11.5"])("the accounting of Slurm %s", (version) => {
  const sights = readSacct(captured(version));
  const end = (id: string) => sights.get(id)?.end;

  it("tells exit codes and signals", () => {
    expect(end("1")).toMatchObject({ reason: "exit", exitCode: 0, signal: null, native: "COMPLETED" });
    expect(end("2")).toMatchObject({ reason: "exit", exitCode: 7 });
    expect(end("3")).toMatchObject({ reason: "signal", exitCode: null, signal: "SIGSEGV" });
    expect(end("4_2")).toMatchObject({ reason: "exit", exitCode: 5 });
    expect(end("4_8")).toMatchObject({ reason: "exit", exitCode: 0 });
  });

  it("tells who or what ended a job", () => {
    expect(end("15")).toMatchObject({ reason: "memory", signal: "SIGKILL", native: "FAILED" });
    expect(end("16")).toMatchObject({ reason: "node_failure", exitCode: null });
    expect(end("19")).toMatchObject({ reason: "removed", exitCode: null, signal: null, native: "CANCELLED by 48501" });
    expect(end("20")).toMatchObject({ reason: "removed", startedAt: null });
    expect(end(version === "22.05.8" ? "22" : "23")).toMatchObject({ reason: "dependency", startedAt: null });
    expect(end("25")).toMatchObject({ reason: "preempted" });
    expect(end("31")).toMatchObject({ reason: "walltime" });
  });

  it("leaves out what has not ended", () => {
    for (const id of ["5", "7", "8", "9", "10", "12", "4_1", "6_0", "6_4", "28"]) expect(end(id)).toBeUndefined();
  });

  it("tells what was used against what was asked", () => {
    const { usage, nodes } = sights.get("30") ?? {};
    expect(nodes).toBe("n1");
    expect(usage).toMatchObject({ cores: 2, gpus: 1, memoryAsked: 512 * mebibyte, walltimeSeconds: 600, gpuUse: null });
    expect(usage?.cpuSeconds).toBeGreaterThan(0.5);
    expect(usage?.peakMemory).toBeGreaterThan(60 * mebibyte);
    expect(sights.get("32")).toMatchObject({ nodes: "n[1,3]", usage: { cores: 2, memoryAsked: 500 * mebibyte } });
    expect(sights.get("20")?.usage).toBeNull();
  });

  it("does not believe a record in the making", () => {
    const text = rows(
      { JobID: "1", State: "FAILED", ExitCode: "0:9", Start: "1000", End: "1010", NodeList: "n1", ReqMem: "16?" },
      { JobID: "2", State: "COMPLETED", ExitCode: "0:0", Start: "1000", End: "1010", NodeList: "n1" },
      { JobID: "2.batch", State: "RUNNING" },
      { JobID: "3", State: "FAILED", ExitCode: "1:0", End: "1010", NodeList: "None assigned" },
      { JobID: "4", State: "FAILED", ExitCode: "1:0", Start: "1000", End: "1010", NodeList: "n1" },
    );
    expect([...readSacct(text, 1_011).keys()]).toEqual(["4"]);
    expect([...readSacct(text, 1_100).keys()]).toEqual(["1", "2", "3", "4"]);
  });
});

describe("states that need another cluster", () => {
  const only = (...all: Fields[]) => readSacct(rows(...all)).get("9");
  const ran = { JobID: "9", Start: "1700000000", End: "1700000900", NodeList: "n1", ExitCode: "0:0" };

  it.each([
    ["OUT_OF_MEMORY", "memory"],
    ["DEADLINE", "deadline"],
    ["BOOT_FAIL", "boot_failure"],
    ["LAUNCH_FAILED", "node_failure"],
    ["RECONFIG_FAIL", "boot_failure"],
    ["REVOKED", "removed"],
  ])("%s", (State, reason) => {
    expect(only({ ...ran, State })?.end).toMatchObject({ reason, exitCode: null, native: State });
  });

  it("says memory when a step of it ran out of that", () => {
    expect(only({ ...ran, State: "FAILED", ExitCode: "1:0" }, { JobID: "9.0", State: "OUT_OF_MEMORY", ExitCode: "0:125" })?.end?.reason).toBe("memory");
  });

  it("counts how often it was started anew, and lets the last record decide", () => {
    const sight = only({ ...ran, State: "NODE_FAIL" }, { ...ran, State: "REQUEUED" }, { ...ran, State: "COMPLETED" });
    expect(sight).toMatchObject({ restarts: 2, end: { reason: "exit", exitCode: 0 } });
  });

  it("never takes a job that was not started for one that ended by itself", () => {
    expect(only({ JobID: "9", State: "FAILED", ExitCode: "1:0", NodeList: "None assigned" })?.end?.reason).toBe("submit");
  });

  it("measures GPUs where Slurm does", () => {
    const step = { JobID: "9.0", State: "COMPLETED", TRESUsageInAve: "cpu=00:01:00,gres/gpumem=8100M,gres/gpuutil=37,mem=1G" };
    expect(only({ ...ran, State: "COMPLETED", AllocTRES: "cpu=4,gres/gpu=2,gres/gpu:a100=2" }, step)?.usage).toMatchObject({ gpus: 2, gpuUse: 0.37 });
  });

  it("expands the tasks of an array that were canceled together, except those with a record of their own", () => {
    const text = rows({ JobID: "9_[2-4%1]", State: "CANCELLED by 7", NodeList: "None assigned" }, { ...ran, JobID: "9_3", State: "COMPLETED" });
    const ends = [...readSacct(text)].map(([id, { end }]) => [id, end?.reason]);
    expect(Object.fromEntries(ends)).toEqual({ "9_2": "removed", "9_4": "removed", "9_3": "exit" });
  });
});

/**
 * Rows of Princeton's clusters, from troycomi/reportseff, tests/conftest.py (commit 088ce22): columns of another question,
 * memory as up to Slurm 20.11 (`Mn`, `Mc`) and later.
 */
describe("other sites' records", () => {
  const theirs = (text: string): Fields => {
    const [AllocCPUS, ElapsedRaw, JobID, MaxRSS, NNodes, ReqMem, State, TotalCPU] = text.split("|");
    return { AllocCPUS, ElapsedRaw, JobID, MaxRSS, NNodes, ReqMem, State, TotalCPU, ExitCode: "0:0", Start: "1600000000", End: "1600100000", NodeList: "tiger-h26c1n19" };
  };
  const usage = (id: string, ...texts: string[]) => readSacct(rows(...texts.map(theirs))).get(id)?.usage;

  it("reads memory by node: 191846Mn", () => {
    const texts = ["720|1088199|6196869||20|191846Mn|COMPLETED|451-06:00:24", "36|1088199|6196869.batch|33824748K|1|191846Mn|COMPLETED|451-06:00:24"];
    expect(usage("6196869", ...texts)).toMatchObject({ memoryAsked: 191_846 * mebibyte, peakMemory: 33_824_748 * 1024, cpuSeconds: 451 * 86_400 + 6 * 3_600 + 24 });
  });

  it("reads memory by core: 4000Mc", () => {
    expect(usage("23000381", "8|12|23000381||1|4000Mc|FAILED|00:00:00")).toMatchObject({ memoryAsked: 32_000 * mebibyte });
  });

  it("reads the memory of the whole job: 312.50G on four nodes", () => {
    const texts = ["80|146|8205048||4|312.50G|COMPLETED|16:01.272", "20|146|8205048.batch|1764224K|1||COMPLETED|16:01.268", "80|146|8205048.extern|0|4||COMPLETED|00:00.004"];
    expect(usage("8205048", ...texts)).toMatchObject({ memoryAsked: 78.125 * 1024 ** 3, peakMemory: 1_764_224 * 1024, cpuSeconds: 961.272 });
  });

  it("reads the step that used the most", () => {
    const texts = ["2|8051|39889258_1426||1|8G|COMPLETED|03:43:27", "2|8051|39889258_1426.batch|4224K|1||COMPLETED|00:00.081", "2|8051|39889258_1426.0|3501608K|1||COMPLETED|03:43:27"];
    expect(usage("39889258_1426", ...texts)).toMatchObject({ peakMemory: 3_501_608 * 1024, cores: 2, cpuSeconds: 13_407 });
  });
});
