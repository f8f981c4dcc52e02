import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noResources } from "../domain/resources";
import type { BatchSubmission } from "./batch-scheduler";
import { cobalt } from "./cobalt";

const captured = readFileSync(`${import.meta.dirname}/fixtures/cobalt/qstat-lf.txt`, "utf8");
const status = (ids: string[], stdout: string, stderr = "", exitCode = 0) => cobalt.status(ids).read({ exitCode, stdout, stderr });

describe("a look at the queue", () => {
  it("reads an active job", () => {
    expect(status(["117641"], captured).get("117641")).toMatchObject({ state: "active", startedAt: new Date("2016-11-29T02:11:45Z"), nodes: "CENTOS-04000-37331-512" });
  });

  it.each([
    ["queued", "queued", null],
    ["user_hold", "held", /released/],
    ["dep_hold", "queued", /other jobs/],
    ["dep_fail", "queued", /never/],
    ["maxrun_hold", "queued", /as many active/],
    ["starting", "queued", /prepared/],
    ["killing", "ending", null],
    ["something new", "unknown", null],
  ])("knows %s", (told, state, reason) => {
    const sight = status(["7"], `JobID: 7\n    JobName : n1\n    State   : ${told}\n    StartTime : N/A\n\n`).get("7");
    expect(sight?.state).toBe(state);
    if (reason) expect(sight?.reason).toMatch(reason);
  });

  it("says nothing of jobs that it does not name, and that it does not answer", () => {
    expect(status(["7"], captured).size).toBe(0);
    expect(status(["7"], "").size).toBe(0);
    expect(() => status(["7"], "", "Failed to connect to queue-manager: Connection refused\n", 1)).toThrow(expect.objectContaining({ code: "unreachable" }) as Error);
    expect(cobalt.records(["7"])).toBeNull();
  });
});

describe("directives", () => {
  it("asks for nodes and time always", () => {
    expect(cobalt.directives({ resources: noResources, walltimeSeconds: null })).toEqual(["-n 1", "-t 0"]);
    const resources = { ...noResources, nodes: 4, queue: "debug", account: "proj", constraint: "mcdram=cache" };
    expect(cobalt.directives({ resources, walltimeSeconds: 601 })).toEqual(["-q debug", "-A proj", "-n 4", "-t 00:11:00", "--attrs mcdram=cache"]);
  });

  it.each([
    ["-t 50 -n 30", { walltimeSeconds: 3_000, nodes: 30 }],
    ["--time=1:00:00", { walltimeSeconds: 3_600 }],
    ["-n30 -q R.workshop", { nodes: 30, reservation: "workshop" }],
    ["--attrs location=a:enable_ssh=1", { constraint: "location=a:enable_ssh=1" }],
    ["--proccount 12", null],
  ])("%s", (words, expected) => {
    expect(cobalt.readDirective(words)).toEqual(expected);
  });
});

it("submits, and reads the id among what the site adds", () => {
  const submission: BatchSubmission = {
    job: { id: "j1" as BatchSubmission["job"]["id"], name: "x" },
    nonce: "n123",
    place: { directory: "/d", control: "/d/c" },
    directives: ["-n 2", "-h --jobname mine"],
    tasks: null,
    task: 4,
    dependencies: [{ nativeId: "12", condition: "ok" }, { nativeId: "13", condition: "ok" }],
    held: true,
  };
  expect(cobalt.render(submission)[0]?.text).toBe("#!/bin/sh\n#COBALT -n 2\nexec >/d/c/scheduler.out-4 2>&1\n/bin/sh /d/c/run.sh 4\n");
  expect(cobalt.submitCommand(submission)).toContain("qsub --jobname n123 -o cobalt.output -e cobalt.error --debuglog cobalt.log --held --dependencies 12:13 cobalt.sh");
  expect(cobalt.readSubmit({ exitCode: 0, stdout: 'Job routed to queue "default".\nMemory mode set to cache quad for queue default\n10112556\n', stderr: "" })).toBe("10112556");
  expect(() => cobalt.readSubmit({ exitCode: 1, stdout: "", stderr: "failed to create the job.  Maybe a queue isn't there?\n" })).toThrow(/no such queue/);
});

it("offers queues", () => {
  const stdout = 'Name: default\n    Users        : None\n    MaxTime      : 06:00:00\n    MaxUserNodes : None\n    TotalNodes   : 256\n    State        : running\n\nName: private\n    Users        : bob:carol\n    MaxTime      : None\n    State        : running\n\n== version\nversion: "qstat.py $Revision: 406 $, Cobalt 1.0.23"\n== me\nalice\n';
  const offers = cobalt.offers(new Date(0)).read({ exitCode: 0, stdout, stderr: "" });
  expect(offers).toMatchObject({ version: "1.0.23", hasAccounting: false });
  expect(offers.queues).toMatchObject([
    { name: "default", isDefault: true, isOpen: true, maxWalltimeSeconds: 21_600, maxNodes: 256 },
    { name: "private", isOpen: false, note: "you may not use it", maxWalltimeSeconds: null },
  ]);
});
