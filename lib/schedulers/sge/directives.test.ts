import { describe, expect, it } from "vitest";
import { noResources } from "../../domain/resources";
import { directives, readDirective } from "./directives";

const gibibyte = 1024 ** 3;

describe("directives", () => {
  it("asks for nothing when nothing is asked", () => {
    expect(directives({ resources: noResources, walltimeSeconds: null })).toEqual([]);
  });

  it("asks for slots, memory by the slot, walltime, queue and project", () => {
    const resources = { ...noResources, processes: 2, coresPerProcess: 4, memoryPerNode: 16 * gibibyte, queue: "all.q", account: "fusion" };
    expect(directives({ resources, walltimeSeconds: 3_600 })).toEqual(["-q all.q", "-P fusion", "-pe smp 8", "-l h_rt=3600", "-l h_vmem=2G"]);
  });

  it("takes the parallel environment from the features, else mpi for several nodes", () => {
    const resources = { ...noResources, nodes: 2, processesPerNode: 8 };
    expect(directives({ resources, walltimeSeconds: null })).toEqual(["-pe mpi 16"]);
    expect(directives({ resources: { ...resources, constraint: "pe=openmpi,infiniband=true" }, walltimeSeconds: null })).toEqual([
      "-pe openmpi 16",
      "-l infiniband=true",
    ]);
  });

  it("puts free directives last, without a walltime that the form overrides", () => {
    const resources = { ...noResources, directives: ["-l h_rt=60,mem_free=4G", "-notify"], exclusive: true, gpusPerProcess: 2 };
    expect(directives({ resources, walltimeSeconds: 120 })).toEqual(["-l h_rt=120", "-l gpu=2", "-l exclusive=true", "-l mem_free=4G", "-notify"]);
  });
});

describe("readDirective", () => {
  it.each([
    ["-l h_rt=1:30:00", { walltimeSeconds: 5_400 }],
    ["-l h_rt=:10:", { walltimeSeconds: 600 }],
    ["-q short.q -P fusion", { queue: "short.q", account: "fusion" }],
    ["-pe smp 4", { coresPerProcess: 4, constraint: "pe=smp" }],
    ["-pe openmpi 64", { processes: 64, constraint: "pe=openmpi" }],
    ["-t 1-9:2 -tc 3", { array: "1-9:2%3" }],
    ['-N "my job"', { jobName: "my job" }],
    ["-ar 17", { reservation: "17" }],
  ])("reads %s", (words, meaning) => {
    expect(readDirective(words)).toEqual(meaning);
  });

  it.each(["-cwd", "-l h_vmem=4G", "-pe mpi 4-16", "-tc 3", "-q", "-l h_rt=soon", "-V"])("keeps %s as it is", (words) => {
    expect(readDirective(words)).toBeNull();
  });
});
