import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AppError } from "../domain/errors";
import { htcondor } from "./htcondor";

const fixture = (name: string) => readFileSync(join(import.meta.dirname, "fixtures/htcondor", name), "utf8");
const answer = (stdout: string, stderr = "", exitCode = 0) => ({ exitCode, stdout, stderr });
const ids = Array.from({ length: 12 }, (_, at) => String(at + 1));

describe("status", () => {
  it("tells every job that is in the queue, and why it waits", () => {
    const seen = htcondor.status(ids).read(answer(fixture("23.9.6-status.txt")));
    expect(Object.fromEntries([...seen].map(([id, { state, reason }]) => [id, `${state}: ${reason ?? ""}`]))).toEqual({
      "1": "active: ",
      "2": "suspended: Suspended on its machine; it goes on when that allows.",
      "9": "held: Held: it waits until it is released.",
      "10": "queued: No machine of the pool has 999 cores, so it would wait for ever. Ask for less.",
      "11[0]": "active: ",
      "11[3]": "queued: As many of its tasks are active as may be at a time.",
      "11[7]": "queued: ",
    });
    expect(seen.get("1")).toMatchObject({ startedAt: new Date(1_795_517_221_000), nodes: "labhost.lab", restarts: 0 });
  });

  it("answers for the one task that is asked about", () => {
    expect([...htcondor.status(["11[3]"]).read(answer(fixture("23.9.6-status.txt"))).keys()]).toEqual(["11[3]"]);
  });

  it("reads an empty queue, which is printed as nothing at all", () => {
    expect(htcondor.status(["1"]).read(answer("\n-- sqmpy\n")).size).toBe(0);
  });

  it("reads 8.8's, of a job that was started four times", () => {
    const seen = htcondor.status(["3472942"]).read(answer(fixture("8.8.10-running.json")));
    expect(seen.get("3472942")).toMatchObject({ state: "active", restarts: 3, nodes: "CRUSH-OSG-C7-10-5-219-52", startedAt: new Date(1_617_115_471_000) });
  });

  it.each([
    [{ JobStatus: 1, NumJobStarts: 1 }, "ending"],
    [{ JobStatus: 3 }, "ending"],
    [{ JobStatus: 4, ExitCode: 0 }, "ended"],
    [{ JobStatus: 5, NumJobStarts: 1, HoldReasonCode: 34 }, "ending"],
    [{ JobStatus: 5, NumJobStarts: 1, HoldReasonCode: 1 }, "held"],
    [{ JobStatus: 6, NumJobStarts: 1 }, "active"],
    [{ JobStatus: 9 }, "unknown"],
  ])("reads %j as %s", (ad, state) => {
    expect(htcondor.status(["5"]).read(answer(JSON.stringify([{ ClusterId: 5, ...ad }]))).get("5")?.state).toBe(state);
  });

  it("says that the schedd does not answer", () => {
    const silent = answer("", "Error: (null)\n\nExtra Info: You probably saw this error because the condor_schedd is not \nrunning on the machine you are trying to query.", 1);
    expect(() => htcondor.status(["1"]).read(silent)).toThrow(expect.objectContaining({ code: "unreachable" }) as AppError);
  });
});

describe("records", () => {
  const seen = htcondor.records(ids)?.read(answer(fixture("23.9.6-history.txt"))) ?? new Map();

  it("tells how each job ended", () => {
    expect(Object.fromEntries([...seen].map(([id, { end }]) => [id, [end?.reason, end?.exitCode, end?.signal]]))).toEqual({
      "3": ["preempted", null, "SIGTERM"],
      "4": ["exit", 7, null],
      "5": ["signal", null, "SIGSEGV"],
      "6": ["walltime", null, "SIGTERM"],
      "7": ["memory", null, null],
      "8": ["removed", null, "SIGTERM"],
    });
  });

  it("tells what it used and asked", () => {
    expect(seen.get("7")?.usage).toMatchObject({ memoryAsked: 64 * 1024 ** 2, cores: 1 });
    expect(seen.get("7")?.usage?.peakMemory).toBeGreaterThan(200 * 1024 ** 2);
    expect(seen.get("6")?.usage).toMatchObject({ walltimeSeconds: 3, memoryAsked: null });
  });

  it.each([
    [{ LastJobStatus: 5, LastHoldReasonCode: 34, LastHoldReason: "Error from slot1@n1: Job has gone over cgroup memory limit of 128 megabytes." }, "memory"],
    [{ LastJobStatus: 5, LastHoldReasonCode: 46, LastHoldReason: "The job exceeded allowed job duration of 1:00:00" }, "walltime"],
    [{ LastJobStatus: 5, LastHoldReasonCode: 3, LastHoldReason: "The job attribute PeriodicHold expression evaluated to TRUE" }, "stopped"],
    [{ LastJobStatus: 1, VacateReason: "Job not found at execution machine" }, "node_failure"],
    [{ LastJobStatus: 1, VacateReason: "" }, "preempted"],
    [{ LastJobStatus: 1 }, "stopped"],
    [{ LastJobStatus: 2, SqmpyWalltime: 600, JobCurrentStartDate: 1_000, EnteredCurrentStatus: 1_100 }, "stopped"],
  ])("tells from %j that it was %s", (ad, reason) => {
    const removed = { ClusterId: 5, JobStatus: 3, RemoveReason: "The job attribute PeriodicRemove expression '…' evaluated to TRUE", ...ad };
    expect(htcondor.records(["5"])?.read(answer(JSON.stringify([removed]))).get("5")?.end?.reason).toBe(reason);
  });
});

describe("commands", () => {
  it("name jobs and tasks exactly", () => {
    expect(htcondor.cancel(["7", "8", "11[0]", "11[3]", "12[1]"]).command).toBe(
      "condor_rm -constraint 'member(ClusterId, {7,8}) || (ClusterId == 11 && member(SqmpyTask, {0,3})) || (ClusterId == 12 && member(SqmpyTask, {1}))'",
    );
  });

  it("do nothing for nobody", () => {
    for (const call of [htcondor.cancel([]), htcondor.hold([]), htcondor.status([])]) expect(call.command).toBe(":");
  });

  it("take unknown jobs for granted, and tell a refusal", () => {
    const { read } = htcondor.cancel(["1"]);
    expect(() => read(answer("", "Couldn't find/remove all jobs matching constraint (ClusterId == 1)", 1))).not.toThrow();
    expect(() => read(answer("", "condor_rm: (null)", 1))).toThrow(expect.objectContaining({ code: "unreachable" }) as AppError);
    expect(() => read(answer("", "Permission denied to remove all jobs", 1))).toThrow(/Permission denied/);
  });
});

describe("readSubmit", () => {
  it("reads the cluster", () => {
    expect(htcondor.readSubmit(answer("14.0 - 14.2\n"))).toBe("14");
  });

  it("tells a refusal and an outage apart", () => {
    expect(() => htcondor.readSubmit(answer("", "ERROR: No such directory: /nonexistent", 1))).toThrow(/refused the job: No such directory: \/nonexistent/);
    expect(() => htcondor.readSubmit(answer("", "\nERROR: Can't find address of local schedd", 1))).toThrow(expect.objectContaining({ code: "unreachable" }) as AppError);
  });
});

describe("find", () => {
  const { read } = htcondor.find("q1", new Date());

  it("finds in queue and history", () => {
    expect(read(answer("14\n14\n\n-- sqmpy\n"))).toEqual({ nativeId: "14", isCertain: true });
    expect(read(answer("15\n-- sqmpy\n"))).toEqual({ nativeId: "15", isCertain: true });
    expect(read(answer("\n-- sqmpy\n"))).toEqual({ nativeId: null, isCertain: true });
  });

  it("is not certain without the history", () => {
    expect(read(answer(""))).toEqual({ nativeId: null, isCertain: false });
  });
});

describe("offers", () => {
  it("shows the pool as one queue with the limits of its largest machine", () => {
    const now = new Date("2026-11-24T10:00:00Z");
    const text = fixture("23.9.6-offers.txt").replace("1 8 8000 0 -\n", "40 8 8000 0 -\n2 64 256000 4 NVIDIA A100-SXM4-40GB\n");
    expect(htcondor.offers(now).read(answer(text))).toMatchObject({
      version: "23.9.6",
      hasAccounting: true,
      queues: [{ name: "pool", nodes: 42, maxNodes: 1, coresPerNode: 64, memoryPerNode: 256_000 * 1024 ** 2, gpusPerNode: 4, gpuTypes: ["NVIDIA A100-SXM4-40GB"] }],
    });
  });
});
