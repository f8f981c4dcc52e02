import { describe, expect, it } from "vitest";
import type { EndReason } from "./end-reason";
import type { Usage } from "./queue-sight";
import { percent, shortMemory, usageHints } from "./usage-hint";

const gibi = 1024 ** 3;
const fitting: Usage = { elapsedSeconds: 3_600, cpuSeconds: 13_000, cores: 4, peakMemory: 10 * gibi, memoryAsked: 16 * gibi, gpus: null, gpuUse: null, walltimeSeconds: 7_200 };

function hints(change: Partial<Usage>, endReason: EndReason = "exit"): string[] {
  return usageHints({ usage: { ...fitting, ...change }, endReason });
}

describe("usageHints", () => {
  it("has nothing to say about a job that fitted, or of which little is known", () => {
    expect(hints({})).toEqual([]);
    const unknown = Object.fromEntries(Object.keys(fitting).map((name) => [name, null])) as unknown as Usage;
    expect(usageHints({ usage: unknown, endReason: "exit" })).toEqual([]);
  });

  it.each<[Partial<Usage>, EndReason, string]>([
    [{ cpuSeconds: 1_440 }, "exit", "It kept 0.4 of 4 cores busy: ask for 1."],
    [{ cores: 64, cpuSeconds: 3_600 * 16 }, "exit", "It kept 16 of 64 cores busy: ask for 18."],
    [{ peakMemory: 1.2 * gibi }, "exit", "Its peak was 1.2G of 16G of memory: 2G would do."],
    [{ peakMemory: 0.1 * gibi, memoryAsked: 4 * gibi }, "exit", "Its peak was 102M of 4G of memory: 256M would do."],
    [{ peakMemory: 15.9 * gibi }, "exit", "Its peak was 99 % of the memory asked: ask for 24G to be safe."],
    [{ peakMemory: 15.9 * gibi }, "memory", "It ran out of its 16G of memory: ask for 24G."],
    [{ peakMemory: null, memoryAsked: null }, "memory", "It ran out of memory: ask for more."],
    [{ elapsedSeconds: 6_840, cpuSeconds: 27_000 }, "exit", "It ended at 95 % of its walltime: ask for more."],
    [{ elapsedSeconds: 7_200, cpuSeconds: 28_000 }, "walltime", "It was stopped at its walltime: ask for 3 h, or let it go on from where it stopped."],
    [{ elapsedSeconds: 300, cpuSeconds: 1_100, walltimeSeconds: 86_400 }, "exit", "It took 5 min of 1 d: with a walltime of 10 min it may start sooner."],
    [{ gpus: 2, gpuUse: 0.07 }, "exit", "Its 2 GPUs were busy for 7 % of the time: check that the program finds them, or ask for fewer."],
  ])("%o", (change, endReason, sentence) => {
    expect(hints(change, endReason)).toEqual([sentence]);
  });

  it("draws no conclusion from a job that ended at once", () => {
    expect(hints({ elapsedSeconds: 5, cpuSeconds: 1, peakMemory: 0.01 * gibi })).toEqual([]);
  });
});

it("rounds for people", () => {
  expect([0.996, 1, 1.204, 0.001, 0].map(percent)).toEqual(["99 %", "100 %", "120 %", "under 1 %", "0 %"]);
  expect([0.4 * 1024 ** 2, 640 * 1024 ** 2, 15.95 * gibi].map(shortMemory)).toEqual(["1M", "640M", "16G"]);
});
