import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSqueue } from "./read-squeue";

const captured = (version: string) => readFileSync(new URL(`../fixtures/slurm/${version}/squeue.txt`, import.meta.url), "utf8");

describe.each(["22.05.8", "24.11.5"])("the queue of Slurm %s", (version) => {
  const sights = readSqueue(captured(version));
  const of = (id: string) => sights.get(id);

  it("gives each task of an array a sight of its own", () => {
    expect(of("4_1")).toMatchObject({ state: "active", nodes: "n1", reason: null, startedAt: expect.any(Date) as Date });
    expect(["6_0", "6_4", "6_9"].map((id) => of(id)?.state)).toEqual(["held", "held", "held"]);
    expect(of("6")).toBeUndefined();
  });

  it("says why jobs wait, and until when", () => {
    expect(of("5")).toMatchObject({ state: "held", nativeReason: "JobHeldUser", reason: "It is held by you. Release it to let it start." });
    expect(of("7")).toMatchObject({ state: "queued", reason: expect.stringContaining("more than its partition has") as string, expectedStartAt: null });
    expect(of("8")?.reason).toMatch(/walltime is longer/);
    expect(of("9")?.reason).toMatch(/partition is down/);
    expect(of("10")?.reason).toMatch(/more than its QOS allows a job: walltime/);
    expect(of("12")).toMatchObject({ state: "queued", nativeReason: "BeginTime", expectedStartAt: expect.any(Date) as Date });
    expect(of("27")).toMatchObject({ state: "queued", nativeReason: "Resources", expectedStartAt: expect.any(Date) as Date });
  });

  it("takes what was put back and held for held, with no start in sight", () => {
    expect(of("28")).toMatchObject({ state: "held", expectedStartAt: null, reason: expect.stringContaining("put back into the queue") as string });
  });

  it("leaves ended jobs to the accounting", () => {
    for (const id of ["1", "2", "3", "4_2", "4_3", "16", "25"]) expect(of(id)).toBeUndefined();
  });

  it("tells the end of what never started, for the accounting may not", () => {
    expect(of("20")).toMatchObject({ state: "ended", end: { reason: "removed", startedAt: null, native: "CANCELLED" } });
    const waiting = version === "22.05.8" ? "22" : "23";
    expect(of(waiting)).toMatchObject({ state: "ended", end: { reason: "dependency" } });
  });
});

it("gives a reason that is free text as it is", () => {
  expect(readSqueue(captured("22.05.8")).get("11")).toMatchObject({
    state: "queued",
    reason: "Job's account not permitted to use this partition (long allows physics not chemistry).",
  });
});

describe("rows that are rare", () => {
  const state = (row: string) => readSqueue(`7|N/A|${row}`).get("7");

  it.each([
    ["CONFIGURING|1700000000|1700003600|n1|None", "queued", /made ready/],
    ["SUSPENDED|1700000000|1700003600|n1|None", "suspended", /suspended/],
    ["STOPPED|1700000000|1700003600|n1|None", "suspended", /stopped by a signal/],
    ["COMPLETING|1700000000|1700003600|n1|None", "ending", null],
    ["STAGE_OUT|1700000000|1700003600|n1|None", "ending", null],
    ["SIGNALING|1700000000|1700003600|n1|None", "active", null],
    ["REQUEUE_HOLD|N/A|N/A||None", "held", /put back/],
    ["SPECIAL_EXIT|N/A|N/A||None", "held", /holds jobs/],
    ["RESV_DEL_HOLD|N/A|N/A||None", "held", /reservation was deleted/],
    ["PENDING|N/A|N/A||JobHeldAdmin", "held", /administrator/],
    ["PENDING|N/A|N/A||launch_failed_requeued_held", "held", /could not be started/],
    ["SOMETHING_NEW|N/A|N/A||None", "unknown", null],
  ])("%s", (row, wanted, words) => {
    const sight = state(row);
    expect(sight?.state).toBe(wanted);
    if (words) expect(sight?.reason).toMatch(words);
    else expect(sight?.reason).toBeNull();
  });

  it("keeps bars in a reason, and passes over lines that are none", () => {
    expect(state("PENDING|N/A|N/A||a | b")?.reason).toBe("A | b.");
    expect(readSqueue("slurm_load_jobs error: nothing\n\nx|y\n").size).toBe(0);
  });

  it("reads long arrays with steps", () => {
    expect([...readSqueue("7|1-3,10-20:5%2|PENDING|N/A|N/A||Priority\n").keys()]).toEqual(["7_1", "7_2", "7_3", "7_10", "7_15", "7_20"]);
  });
});
