import { describe, expect, test } from "vitest";
import type { Evidence, ExitRecord } from "./evidence";
import { howItEnded } from "./how-it-ended";
import type { JobState } from "./job-state";
import { canMove, finalStates, isFinal, jobStates } from "./job-state";
import { finalStateOf, reconcile } from "./reconcile";

const nothing: Evidence = { startedAt: null, exit: null, process: "unknown" };
const exit: ExitRecord = {
  code: 0,
  signal: null,
  startedAt: new Date(1_000),
  endedAt: new Date(2_000),
  cause: "itself",
  leftProcesses: 0,
};
const job = (state: JobState) => ({ state, cancelRequestedAt: null, startedAt: null, nativeId: "1 2 b h" });

describe("states", () => {
  test("a job never moves back, and a final state is final", () => {
    for (const [index, from] of jobStates.entries()) {
      for (const to of jobStates.slice(0, index + 1)) expect(canMove(from, to)).toBe(false);
    }
    for (const from of finalStates) for (const to of jobStates) expect(canMove(from, to)).toBe(false);
    expect(jobStates.filter(isFinal)).toEqual(["completed", "failed", "canceled"]);
  });
});

describe("reconcile", () => {
  test.each(["gone", "rebooted", "elsewhere"] as const)("a process that is %s ends nothing", (process) => {
    expect(reconcile(job("active"), { ...nothing, process })).toMatchObject({ kind: "silent", sentence: expect.any(String) });
  });

  test("alive is proof, unknown is none", () => {
    expect(reconcile(job("active"), { ...nothing, process: "alive" })).toEqual({ kind: "heard" });
    expect(reconcile(job("active"), nothing)).toEqual({ kind: "nothing" });
  });

  test("a beginning makes it active, once", () => {
    const seen = { ...nothing, startedAt: new Date(5) };
    expect(reconcile(job("queued"), seen)).toEqual({ kind: "move", move: { to: "active", startedAt: new Date(5) } });
    expect(reconcile(job("active"), { ...seen, process: "alive" })).toEqual({ kind: "heard" });
  });

  test.each([
    [{}, "exit", "completed"],
    [{ code: 3 }, "exit", "failed"],
    [{ code: 139, signal: "SIGSEGV" }, "signal", "failed"],
    [{ code: 143, signal: "SIGTERM", cause: "walltime" as const }, "walltime", "failed"],
    [{ code: 143, signal: "SIGTERM", cause: "cancel" as const }, "canceled", "canceled"],
    [{ code: 0, cause: "cancel" as const }, "canceled", "canceled"],
  ])("the exit file %j means %s, then %s", (change, endReason, final) => {
    const verdict = reconcile(job("active"), { ...nothing, exit: { ...exit, ...change }, process: "gone" });
    if (verdict.kind !== "move") throw new Error("no move");
    expect(verdict.move).toMatchObject({ to: "stage_out", endReason, endedAt: exit.endedAt });
    expect(finalStateOf({ endReason: verdict.move.endReason ?? null, exitCode: verdict.move.exitCode ?? null })).toBe(final);
  });

  test("an exit file says nothing new once the job is past it", () => {
    for (const state of ["stage_out", "completed", "failed", "canceled"] as const) {
      expect(reconcile(job(state), { ...nothing, exit }).kind).not.toBe("move");
    }
  });

  test("what the script left running is said", () => {
    const verdict = reconcile(job("active"), { ...nothing, exit: { ...exit, leftProcesses: 2 } });
    expect(verdict).toMatchObject({ move: { text: "The script ended and left 2 processes running on the host." } });
  });
});

describe("howItEnded", () => {
  const ended = { state: "failed" as const, exitCode: null, signal: null, walltimeSeconds: 7_200 };
  test.each([
    [{ ...ended, endReason: null }, null],
    [{ ...ended, endReason: "exit" as const, exitCode: 127 }, "The script ended with exit code 127. That mostly means: a command was not found."],
    [{ ...ended, endReason: "walltime" as const }, "Stopped at its walltime of 2 h."],
    [{ ...ended, endReason: "signal" as const, signal: "SIGSEGV" }, "Killed by SIGSEGV (a memory fault in the program)."],
    [{ ...ended, endReason: "canceled" as const }, "Canceled by its owner."],
  ])("%j", (job, words) => expect(howItEnded(job)).toBe(words));
});
