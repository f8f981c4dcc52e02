import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noResources } from "../domain/resources";
import type { BatchSubmission } from "./batch-scheduler";
import { loadleveler } from "./loadleveler";
import { stepsFilter } from "./loadleveler/read-steps";

const captured = readFileSync(`${import.meta.dirname}/fixtures/loadleveler/llq-l-2007.txt`, "utf8");
const filtered = (text: string) => execFileSync("sh", ["-c", stepsFilter], { input: text, encoding: "utf8" });
const status = (ids: string[], stdout: string) => loadleveler.status(ids).read({ exitCode: 0, stdout, stderr: "" });
const step = (lines: string[]) => `=============== Job Step h.7.0 ===============\n Job Step Id: h.7.0\n Job Name: n123\n ${lines.join("\n ")}\n`;

describe("a look at the queue", () => {
  it("reads llq -l, with the time zone that it names", () => {
    const sight = status(["meso-d.16250"], filtered(captured)).get("meso-d.16250");
    expect(sight).toMatchObject({ state: "active", startedAt: new Date("2007-07-24T15:19:38Z"), nodes: "meso-2,meso-d" });
  });

  it.each([
    ["Idle", "queued"],
    ["Not Queued", "queued"],
    ["User Hold", "held"],
    ["System Hold", "held"],
    ["Preempted", "suspended"],
    ["Remove Pending", "ending"],
    ["Something New", "unknown"],
  ])("knows %s", (told, state) => {
    expect(status(["h.7"], step([`Status: ${told}`])).get("h.7")?.state).toBe(state);
  });

  it.each([
    [["Status: Completed", "Completion Code: 1792", "Completion Date: Tue Jul 24 10:20:00 UTC 2007"], { reason: "exit", exitCode: 7, endedAt: new Date("2007-07-24T10:20:00Z") }],
    [["Status: Completed", "Completion Code: 9"], { reason: "signal", signal: "SIGKILL" }],
    [["Status: Removed"], { reason: "removed" }],
    [["Status: Vacated"], { reason: "preempted" }],
  ])("reads the end of one that is still there: %j", (lines, expected) => {
    expect(status(["h.7"], step(lines)).get("h.7")).toMatchObject({ state: "ended", end: expected });
  });

  it("says what LoadLeveler says of one that waits", () => {
    expect(status(["h.7"], step(["Status: Idle", "Negotiator Messages: Not enough resources to start now."])).get("h.7")?.reason).toBe("Not enough resources to start now.");
  });

  it("takes an empty queue for what it is, and silence for none", () => {
    expect(status(["h.7"], "llq: There is currently no job status to report.\n").size).toBe(0);
    expect(() => status(["h.7"], "llq: 2512-301 An error occurred while receiving data from the LoadL_negotiator daemon on host h.\n")).toThrow(expect.objectContaining({ code: "unreachable" }) as Error);
    expect(() => status(["h.7"], "")).toThrow(/LoadLeveler did not say/);
  });
});

describe("directives", () => {
  it("asks in keywords, and reads back what it can", () => {
    const resources = { ...noResources, nodes: 2, processesPerNode: 4, coresPerProcess: 2, memoryPerNode: 4 * 1024 ** 3, queue: "large", account: "p1", exclusive: true };
    const lines = loadleveler.directives({ resources, walltimeSeconds: 3_600 });
    expect(lines).toEqual([
      "job_type = parallel", "class = large", "account_no = p1", "node = 2", "tasks_per_node = 4", "resources = ConsumableCpus(2) ConsumableMemory(1024 mb)", "node_usage = not_shared", "wall_clock_limit = 01:00:00",
    ]);
    expect(loadleveler.directives({ resources: noResources, walltimeSeconds: null })).toEqual(["job_type = serial"]);
  });

  it.each([
    ["wall_clock_limit = 1:30:00,1:20:00", { walltimeSeconds: 5_400 }],
    ["class = test", { queue: "test" }],
    ["total_tasks=64", { processes: 64 }],
    ["network.MPI = sn_all,not_shared,us", null],
    ["node = 1,4", null],
  ])("%s", (words, expected) => {
    expect(loadleveler.readDirective(words)).toEqual(expected);
  });
});

it("submits with its own keywords, and reads the id", () => {
  const submission: BatchSubmission = {
    job: { id: "j1" as BatchSubmission["job"]["id"], name: "x" },
    nonce: "n123",
    place: { directory: "/d", control: "/d/c" },
    directives: ["class = test", "queue", "notification = always"],
    tasks: null,
    task: 2,
    dependencies: [],
    held: true,
  };
  expect(loadleveler.render(submission)[0]?.text).toBe(
    "#!/bin/sh\n# @ job_name = n123\n# @ output = /dev/null\n# @ error = /dev/null\n# @ notification = never\n# @ restart = no\n# @ shell = /bin/sh\n# @ hold = user\n# @ class = test\n# @ queue\nexec >/d/c/scheduler.out-2 2>&1\n/bin/sh /d/c/run.sh 2\n",
  );
  const read = (exitCode: number, stdout: string, stderr = "") => loadleveler.readSubmit({ exitCode, stdout, stderr });
  expect(read(0, 'llsubmit: Processed command file through Submit Filter: "/x".\nllsubmit: The job "srv03-ib.443336" has been submitted.\n')).toBe("srv03-ib.443336");
  expect(() => read(1, "", 'llsubmit: 2512-060 The class "nosuch" is not defined.\nllsubmit: 2512-051 This job has not been submitted to LoadLeveler.\n')).toThrow(/Choose another queue/);
});

it("offers classes", () => {
  const stdout = "=============== Class large ===============\n                Name: large\n       Exclude_Users:\n       Include_Users: bob\n    Wall_clock_limit: 24:00:00, -1 (86400 seconds, -1)\n            Max_node: 512\n=============== Class small ===============\n                Name: small\n    Wall_clock_limit: undefined, undefined\n== version\nllstatus 5.1.0.13 rsat1s013a 2012/10/03 RHEL 6.0\n== me\nalice\n";
  const offers = loadleveler.offers(new Date(0)).read({ exitCode: 0, stdout, stderr: "" });
  expect(offers).toMatchObject({ version: "5.1.0.13", hasAccounting: false });
  expect(offers.queues).toMatchObject([
    { name: "large", isOpen: false, maxWalltimeSeconds: 86_400, maxNodes: 512 },
    { name: "small", isOpen: true, maxWalltimeSeconds: null, maxNodes: null },
  ]);
});
