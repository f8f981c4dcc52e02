import { describe, expect, it } from "vitest";
import { noResources } from "../domain/resources";
import { schedulerKinds } from "../domain/scheduler-kind";
import { batchScheduler } from "./batch-schedulers";
import { unheardResources } from "./unheard-resources";

const request = (resources: Partial<typeof noResources>) => ({ resources: { ...noResources, ...resources }, walltimeSeconds: 600 });

describe("what a batch system cannot be asked for", () => {
  it("is nothing for Slurm", () => {
    const all = { nodes: 2, processes: 8, coresPerProcess: 2, gpusPerProcess: 1, memoryPerNode: 1024 ** 3, queue: "q", account: "a", qos: "s", reservation: "r", constraint: "c", exclusive: true };
    expect(unheardResources(batchScheduler("slurm"), request(all))).toEqual([]);
  });

  it("is said of memory on Flux, and of GPUs on LoadLeveler", () => {
    expect(unheardResources(batchScheduler("flux"), request({ memoryPerNode: 1024 ** 3 }))).toEqual(["memoryPerNode"]);
    expect(unheardResources(batchScheduler("loadleveler"), request({ gpusPerProcess: 2 }))).toEqual(["gpusPerProcess"]);
  });

  it.each(schedulerKinds.filter((kind) => kind !== "shell"))("is not its queue: %s", (kind) => {
    expect(unheardResources(batchScheduler(kind), request({ queue: kind === "htcondor" ? "pool" : "long" }))).toEqual([]);
  });
});
