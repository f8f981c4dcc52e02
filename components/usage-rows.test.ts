import { expect, it } from "vitest";
import { noResources } from "@/lib/domain/resources";
import { sizeAsked } from "./resource-words";
import { usageRows } from "./usage-rows";

const gibi = 1024 ** 3;
const usage = { elapsedSeconds: 2_940, cpuSeconds: 1_176, cores: 4, peakMemory: 1.2 * gibi, memoryAsked: 16 * gibi, gpus: 2, gpuUse: 0.07, walltimeSeconds: 7_200 };

it("compares what a job used with what it asked", () => {
  expect(usageRows(usage).map(({ label, words }) => `${label}: ${words}`)).toEqual(["CPU: 0.4 of 4 cores", "Memory: 1.2G of 16G", "Walltime: 49 min of 2 h", "2 GPUs: busy"]);
  expect(usageRows(usage)[1]?.share).toBeCloseTo(0.075);
});

it("shows what is known, without a bar where nothing was asked", () => {
  const bare = { ...usage, cores: null, memoryAsked: null, walltimeSeconds: null, gpus: null };
  expect(usageRows(bare)).toEqual([
    { label: "CPU", words: "0.4 cores", share: null, isLimit: false },
    { label: "Memory", words: "1.2G at its peak", share: null, isLimit: true },
    { label: "Walltime", words: "49 min", share: null, isLimit: true },
  ]);
  expect(usageRows({ ...bare, elapsedSeconds: null, peakMemory: null })).toEqual([{ label: "CPU", words: "19 min 36 s of CPU time", share: null, isLimit: false }]);
});

it("says the size that was asked", () => {
  expect(sizeAsked({ ...noResources, nodes: 2, processesPerNode: 32, memoryPerNode: 16 * gibi, gpusPerProcess: 1 })).toBe("2 nodes, 32 processes per node, 1 GPU per process, 16G of memory per node");
  expect(sizeAsked(noResources)).toBeNull();
});
