import { describe, expect, it } from "vitest";
import { noResources } from "../../domain/resources";
import { directives, readDirective } from "./directives";

describe("directives", () => {
  it("asks for nothing when nothing is asked, or the pool", () => {
    expect(directives({ resources: noResources, walltimeSeconds: null })).toEqual([]);
    expect(directives({ resources: { ...noResources, queue: "pool" }, walltimeSeconds: null })).toEqual([]);
  });

  it("asks for cores, memory in MB, GPUs, group and time on one machine; free directives come last", () => {
    const resources = { ...noResources, processes: 2, coresPerProcess: 4, gpusPerProcess: 1, memoryPerNode: 1_500 * 1024 ** 2 + 1, account: "group_physics.ada", directives: ["+Project = \"x\""] };
    expect(directives({ resources, walltimeSeconds: 3_600 })).toEqual([
      "request_cpus = 8",
      "request_memory = 1501",
      "request_gpus = 2",
      "accounting_group = group_physics.ada",
      "allowed_job_duration = 3600",
      '+Project = "x"',
    ]);
  });
});

describe("readDirective", () => {
  it.each([
    ["request_cpus = 4", { coresPerProcess: 4 }],
    ["Request_Memory=4 GB", { memoryPerNode: 4 * 1024 ** 3 }],
    ["request_memory = 4096", { memoryPerNode: 4 * 1024 ** 3 }],
    ["request_gpus = 2", { gpusPerProcess: 2 }],
    ["allowed_job_duration = 600", { walltimeSeconds: 600 }],
    ['requirements = (OpSys == "LINUX")', { constraint: '(OpSys == "LINUX")' }],
    ["queue 10", { array: "0-9" }],
  ])("reads %s", (words, meaning) => {
    expect(readDirective(words)).toEqual(meaning);
  });

  it.each(["request_cpus = ifThenElse(x, 2, 4)", "+Project = \"x\"", "queue file matching *.dat", "request_disk = 1GB", "universe"])("keeps %s as it is", (words) => {
    expect(readDirective(words)).toBeNull();
  });
});
