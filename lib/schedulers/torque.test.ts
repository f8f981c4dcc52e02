import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noResources } from "../domain/resources";
import type { BatchSubmission } from "./batch-scheduler";
import { torque } from "./torque";

const captured = (file: string) => readFileSync(`${import.meta.dirname}/fixtures/torque/${file}`, "utf8");
const read = (ids: string[], stdout: string, stderr = "") => torque.status(ids).read({ exitCode: 0, stdout, stderr });

describe("a look at the queue", () => {
  it("reads Torque 6 of 2017", () => {
    const server = ".tbi-pbs-ng.inet.dkfz-heidelberg.de";
    const seen = read([`14973441${server}`, `14973792${server}`, `14973766${server}`], captured("qstat-f-6-dkfz-2017.txt"));
    expect(seen.get(`14973441${server}`)).toMatchObject({
      state: "ended",
      end: { reason: "exit", exitCode: 0, startedAt: new Date("2017-06-23T10:55:46Z"), endedAt: new Date("2017-06-23T10:59:30Z") },
      usage: { elapsedSeconds: 224, cpuSeconds: 158, cores: 1, peakMemory: 472_772 * 1024, memoryAsked: 5_120 * 1024 ** 2 },
    });
    expect(seen.get(`14973792${server}`)?.state).toBe("queued");
    expect(seen.get(`14973766${server}`)).toMatchObject({ state: "active", startedAt: new Date("2017-06-23T10:53:47Z") });
  });

  it("reads Torque 6 of 2021", () => {
    expect(read(["2310.cloudserver"], captured("qstat-f-6-2021.txt")).get("2310.cloudserver")).toMatchObject({ state: "ended", nodes: "node-1.novalocal", end: { reason: "exit", exitCode: 0 }, usage: { cores: 20 } });
  });

  it("reads an array's task whose dependency can never be satisfied", () => {
    const sight = read(["48[].torque01.bcgsc.ca"], captured("qstat-f-t-6-2018.txt")).get("48[1].torque01.bcgsc.ca");
    expect(sight).toMatchObject({ state: "ended", end: { reason: "dependency", startedAt: null } });
  });

  it("reads Torque 2 of 2008, where the job could not be started", () => {
    expect(read(["179.host"], captured("qstat-f-2-2008.txt")).get("179.host")?.end).toMatchObject({ reason: "boot_failure", exitCode: null });
  });

  it("tells a deleted job from one that used up its walltime", () => {
    const ended = (lines: string[]) => read(["1.x"], ["Job Id: 1.x", "job_state = C", ...lines].join("\n    ")).get("1.x")?.end?.reason;
    expect(ended(["exit_status = 271", "resources_used.walltime = 00:01:00", "Resource_List.walltime = 01:00:00"])).toBe("removed");
    expect(ended(["exit_status = 271", "resources_used.walltime = 01:00:08", "Resource_List.walltime = 01:00:00"])).toBe("walltime");
    expect(ended(["exit_status = -11", "comp_time = Thu May  6 17:07:14 2021"])).toBe("walltime");
    expect(ended(["exit_status = -10", "comp_time = Thu May  6 17:07:14 2021"])).toBe("memory");
  });

  it("takes unknown ids for granted", () => {
    expect(read(["1.x"], "", "qstat: Unknown Job Id Error 1.x\n").size).toBe(0);
    expect(() => read(["1.x"], "", "qstat: cannot connect to server x (errno=111) Connection refused\n")).toThrow(expect.objectContaining({ code: "unreachable" }) as Error);
  });
});

describe("directives", () => {
  const resources = { ...noResources, nodes: 2, processesPerNode: 4, coresPerProcess: 2, memoryPerNode: 4 * 1024 ** 3, queue: "batch", constraint: "gpu" };

  it("asks for nodes, and for the memory of all of them", () => {
    expect(torque.directives({ resources, walltimeSeconds: 3_600 })).toEqual(["-q batch", "-l nodes=2:ppn=8:gpu", "-l mem=8192mb", "-l walltime=01:00:00"]);
  });

  it.each([
    ["-l nodes=1:ppn=20,walltime=00:30:00", { nodes: 1, processesPerNode: 20, walltimeSeconds: 1_800 }],
    ["-l nodes=2:ppn=8:E5v3,mem=16gb", { nodes: 2, processesPerNode: 8, constraint: "E5v3", memoryPerNode: 8 * 1024 ** 3 }],
    ["-l walltime=00:00:20:00", { walltimeSeconds: 1_200 }],
    ["-l mem=5120M", null],
    ["-t 1-3,6,9%2", { array: "1-3,6,9%2" }],
    ["-l nodes=node1+node2", null],
  ])("%s", (words, expected) => {
    expect(torque.readDirective(words)).toEqual(expected);
  });
});

it("submits uneven arrays as they are, and waits for arrays in Torque's own words", () => {
  const submission: BatchSubmission = {
    job: { id: "j1" as BatchSubmission["job"]["id"], name: "x" },
    nonce: "n123",
    place: { directory: "/d", control: "/d/.sqmpy/j1" },
    directives: [],
    tasks: { indexes: [1, 2, 6], atOnce: 2 },
    dependencies: [{ nativeId: "48[].x", condition: "ok" }],
    held: false,
  };
  expect(torque.submitCommand(submission)).toContain("-W 'depend=afterokarray:48[].x' -t 1-2,6%2 torque.sh");
  expect(torque.render(submission)[0]?.text).toContain('task=$PBS_ARRAYID\nexec >/d/.sqmpy/j1/scheduler.out-"$task"');
});

it("offers queues and nodes", () => {
  const filter = /awk '([\s\S]*?)' \| sort/.exec(torque.offers(new Date()).command)?.[1] ?? "";
  const nodes = execFileSync("sh", ["-c", `awk '${filter}' | sort | uniq -c`], { input: captured("pbsnodes-a.txt"), encoding: "utf8" });
  const stdout = `== queues\n${captured("qstat-Q-f.txt")}\n== server\nServer: cloudserver\n    default_queue = cpu\n    keep_completed = 300\n    pbs_version = 6.1.2\n== me\na\n== groups\nb\n== nodes\n${nodes}== reservations\n`;
  const offers = torque.offers(new Date(0)).read({ exitCode: 0, stdout, stderr: "" });
  expect(offers).toMatchObject({ version: "6.1.2", hasAccounting: true });
  expect(offers.queues[1]).toMatchObject({ name: "cpu", isDefault: true, defaultWalltimeSeconds: 3_600, nodes: 2, coresPerNode: 40, gpusPerNode: 1, features: expect.arrayContaining(["gpu", "cpu"]) as string[] });
});
