import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AppError } from "../domain/errors";
import { readAccounting } from "./sge/read-accounting";
import { sge } from "./sge";

const fixture = (name: string) => readFileSync(join(import.meta.dirname, "fixtures/sge", name), "utf8");
const answer = (stdout: string, stderr = "", exitCode = 0) => ({ exitCode, stdout, stderr });

describe("status", () => {
  it("tells every state of Son of Grid Engine 8.1.9, and why", () => {
    const ids = ["11", "12", "14", "15", "16", "17", "18", "19+1", "99"];
    const seen = sge.status(ids).read(answer(fixture("soge-8.1.9-status.txt")));
    const brief = Object.fromEntries([...seen].map(([id, { state, reason }]) => [id, `${state}: ${reason ?? ""}`]));
    expect(brief).toEqual({
      "11": "active: ",
      "12": "suspended: Suspended by its owner or an administrator; they let it go on.",
      "14": "held: Held: it waits until it is released.",
      "15": "queued: Waits for the end of job 11.",
      "16": "held: Grid Engine could not start it and set it aside: can't chdir to /nonexistent: No such file or directory. Mend the cause and release it, or cancel it.",
      "17": "queued: The parallel environment “smp” gives it only 0 slots now, and it asks for more. If it never has more, ask for fewer.",
      "18": "queued: “short.q” cannot take it: it asks -l h_rt=5000. If no other queue can, ask for less.",
      "19.1": "active: ",
      ...Object.fromEntries([2, 3, 4, 5, 6].map((task) => [`19.${task}`, "queued: As many of its tasks are active as may be at a time."])),
    });
    expect(seen.get("11")).toMatchObject({ startedAt: new Date("2026-11-24T10:01:27Z"), nodes: "localhost", restarts: 0 });
  });

  it("answers for the one task that is asked about", () => {
    expect([...sge.status(["19.4"]).read(answer(fixture("soge-8.1.9-status.txt"))).keys()]).toEqual(["19.4"]);
  });

  it("reads Open Grid Scheduler's and older XML", () => {
    const ogs = sge.status(["88", "1045", "1046", "44"]).read(answer(fixture("ogs-qstat-r.xml")));
    expect(Object.fromEntries([...ogs].map(([id, { state }]) => [id, state]))).toEqual({
      "88": "active",
      "1045": "queued",
      "44": "held",
      ...Object.fromEntries([1, 3, 5, 7, 9].map((task) => [`1046.${task}`, "queued"])),
    });
    const old = sge.status(["1212299", "1212263", "1212322"]).read(answer(fixture("ge-2013-qstat-ext.xml")));
    expect([...old.values()].map(({ state, nodes }) => [state, nodes])).toEqual([["active", "node080"], ["queued", null], ["held", null]]);
  });

  it.each([
    ["r", "active"], ["t", "active"], ["hr", "active"], ["Rr", "active"], ["qw", "queued"], ["Rq", "queued"], ["hqw", "held"], ["hRwq", "held"],
    ["S", "suspended"], ["tT", "suspended"], ["dr", "ending"], ["dhr", "ending"], ["Ehqw", "held"], ["q?", "unknown"],
  ])("reads the state %s as %s", (native, state) => {
    const xml = `<job_list state="x">\n<JB_job_number>1</JB_job_number>\n<state>${native}</state>\n</job_list>`;
    expect(sge.status(["1"]).read(answer(xml)).get("1")?.state).toBe(state);
  });

  it("says that the master does not answer", () => {
    const silent = answer("", 'error: commlib error: got select error (Connection refused)\nerror: unable to send message to qmaster using port 6444 on host "labhost": got send error', 1);
    expect(() => sge.status(["1"]).read(silent)).toThrow(expect.objectContaining({ code: "unreachable" }) as AppError);
  });
});

describe("records", () => {
  const seen = readAccounting(fixture("soge-8.1.9-qacct.txt"));

  it("tells how each job ended", () => {
    expect(Object.fromEntries([...seen].map(([id, { end }]) => [id, [end?.reason, end?.exitCode, end?.signal]]))).toEqual({
      "20": ["exit", 7, null],
      "21": ["walltime", null, "SIGKILL"],
      "22": ["signal", null, "SIGSEGV"],
      "24": ["memory", null, "SIGKILL"],
      "25": ["removed", null, "SIGKILL"],
      "27.1": ["exit", 0, null],
      "27.2": ["exit", 0, null],
    });
  });

  it("takes a restart and a start that came to nothing for no end", () => {
    expect(seen.has("23")).toBe(false);
    expect(seen.has("26")).toBe(false);
  });

  it("tells what a job used and asked", () => {
    expect(seen.get("24")?.usage).toMatchObject({ elapsedSeconds: 1, cores: 1, peakMemory: Math.round(385.848 * 1024 ** 2), memoryAsked: 250 * 1024 ** 2 });
    expect(seen.get("21")?.usage?.walltimeSeconds).toBe(3);
    expect(seen.get("21")?.end?.startedAt).toEqual(new Date("2026-11-24T10:02:01Z"));
  });

  it("reads Open Grid Scheduler's, which does not tell a limit from qdel", () => {
    expect(readAccounting(fixture("ogs-qacct.txt")).get("1072")).toMatchObject({
      end: { reason: "stopped", signal: "SIGKILL", endedAt: new Date("2018-10-25T13:22:30Z") },
      usage: { elapsedSeconds: 361, peakMemory: Math.round(24.809 * 1024 ** 2) },
    });
  });

  it("reads Univa's", () => {
    expect(readAccounting(fixture("uge-8.6-qacct.txt")).get("2701173")).toMatchObject({
      end: { reason: "exit", exitCode: 0, startedAt: new Date("2020-06-11T13:22:37.680Z") },
      usage: { elapsedSeconds: 314.272, cpuSeconds: 300.736 },
    });
  });

  it("knows those that were deleted while they waited", () => {
    const kept = "-- sqmpy\n1795513060 deleted job 30\n1795513061 deleted job-array tasks 2,4-6:2 of job 31\n1795513062 registered job-array task 32.1 for deletion\n1795513062 deleted job 32\n";
    const ids = ["30", "31.2", "31.3", "31.6", "32.1", "32.2", "33"];
    const found = sge.records(ids)?.read(answer(kept, "error: job id 30 not found", 1)) ?? new Map();
    expect([...found.keys()]).toEqual(["30", "31.2", "31.6", "32.2"]);
    expect(found.get("30")).toMatchObject({ end: { reason: "removed", startedAt: null, endedAt: new Date(1_795_513_060_000) } });
  });
});

describe("readSubmit", () => {
  it.each([
    ["15\nas-is\n", "15"],
    ["3.1-6:2\nas-is\n", "3"],
    ["3.1-6:2\nshifted\n", "3+1"],
    ['Site news: maintenance on Friday\nYour job 2 ("ok") has been submitted\nas-is\n', "2"],
    ['Your job-array 9.1-6:1 ("ok") has been submitted\nas-is\n', "9"],
  ])("reads %j", (stdout, id) => {
    expect(sge.readSubmit(answer(stdout))).toBe(id);
  });

  it.each([
    ['Unable to run job: Job was rejected because job requests unknown queue "nonex.q"\nExiting.', "remote", /no queue “nonex.q”/],
    ['Unable to run job: job rejected: the requested parallel environment "foo" does not exist\nExiting.', "remote", /mpi, smp.*pe=mpi/],
    ['Unable to run job: job rejected: the requested project "nonex" does not exist\nExiting.', "remote", /no project “nonex”/],
    ['Unable to run job: unknown resource "gpu"\nExiting.', "remote", /no resource “gpu”/],
    ["Unable to run job: error: no suitable queues\nExiting.", "remote", /Ask for less/],
    ['Unable to run job: unable to send message to qmaster using port 6444 on host "h": got send error\nExiting.', "unreachable", /does not answer/],
  ])("says what is wrong with %j", (stderr, code, words) => {
    const refusal = () => sge.readSubmit(answer("has pe: mpi\nhas pe: smp\n", stderr, 1));
    expect(refusal).toThrow(words);
    expect(refusal).toThrow(expect.objectContaining({ code }) as AppError);
  });
});

describe("find", () => {
  const xml = "<job_list><JB_job_number>7</JB_job_number><JB_name>a.q1.0</JB_name></job_list>";

  it("finds by the name, in queue and accounting", () => {
    expect(sge.find("q1", new Date()).read(answer(`${xml}-- sqmpy\n`))).toEqual({ nativeId: "7+1", isCertain: true });
    expect(sge.find("q2", new Date()).read(answer(`${xml}-- sqmpy\n8 a.q2\n`))).toEqual({ nativeId: "8", isCertain: true });
  });

  it("is not certain without the accounting", () => {
    expect(sge.find("q2", new Date()).read(answer(xml))).toEqual({ nativeId: null, isCertain: false });
  });
});

describe("cancel", () => {
  it("takes unknown and deleted ones for granted, and tells a refusal", () => {
    const { read } = sge.cancel(["1"]);
    expect(() => read(answer('denied: job "9" does not exist\nada has registered the job 20 for deletion\njob 1 is already in deletion\n'))).not.toThrow();
    expect(() => read(answer("ada - you do not have the necessary privileges to delete the job \"1\"\n"))).toThrow(/privileges/);
  });
});

describe("offers", () => {
  it("tells queues with their limits, parallel environments and projects", () => {
    const now = new Date("2026-11-24T10:00:00Z");
    const offers = sge.offers(now).read(answer(fixture("soge-8.1.9-offers.txt")));
    expect(offers).toMatchObject({ version: "SGE 8.1.9", accounts: ["fusion"], defaultAccount: null, maxArraySize: 75_000, hasAccounting: true });
    expect(offers.queues).toMatchObject([
      { name: "all.q", isOpen: true, maxWalltimeSeconds: null, nodes: 1, coresPerNode: 4, features: ["pe=make", "pe=smp", "pe=mpi"], accounts: null },
      { name: "short.q", isOpen: true, maxWalltimeSeconds: 60, coresPerNode: 2, accounts: ["fusion"], memoryPerNode: Math.round(23.5 * 1024 ** 3) },
    ]);
  });
});
