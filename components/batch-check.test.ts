import { describe, expect, it } from "vitest";
import { emptyJobSpec } from "@/lib/domain/empty-job-spec";
import type { JobSpec } from "@/lib/domain/job-spec";
import type { Queue, QueueOffers } from "@/lib/domain/queue-offers";
import type { BatchRequest } from "@/lib/schedulers/batch-scheduler";
import { checkBatch } from "./batch-check";
import { memoryShort, mostNodes, queueLimits } from "./queue-words";

const gibi = 1024 ** 3;
const normal: Queue = {
  name: "normal",
  isDefault: true,
  isOpen: true,
  note: null,
  maxWalltimeSeconds: 172_800,
  defaultWalltimeSeconds: 3_600,
  minNodes: null,
  maxNodes: 4,
  nodes: 120,
  coresPerNode: 8,
  memoryPerNode: 31.29 * gibi,
  gpusPerNode: 0,
  gpuTypes: [],
  features: [],
  accounts: null,
  qos: null,
};
const offers: QueueOffers = {
  scheduler: "slurm",
  version: "22.05.8",
  checkedAt: "2026-11-24T10:00:00Z",
  queues: [normal, { ...normal, name: "gpu", isDefault: false, gpusPerNode: 4, gpuTypes: ["a100"], nodes: 1 }],
  accounts: [],
  defaultAccount: null,
  qos: [],
  reservations: [],
  maxArraySize: 1_000,
  hasAccounting: true,
};
const language = {
  kind: "cobalt" as const,
  directives: ({ resources: { nodes, queue } }: BatchRequest) => [`${nodes} ${queue}`],
  marks: ["#MARK"],
  readDirective: (words: string) => (words.startsWith("--nodes=") ? { nodes: Number(words.slice(8)) } : null),
};

function check(change: Partial<JobSpec["resources"]>, more: Partial<JobSpec> = {}, tasks = 0) {
  return checkBatch(language, offers, { ...emptyJobSpec, ...more, resources: { ...emptyJobSpec.resources, ...change } }, tasks);
}

describe("checkBatch", () => {
  it("names the field and the limit", () => {
    expect(check({ nodes: "9" }).problems).toEqual({ "resources.nodes": "The queue normal gives 4 nodes at most." });
    expect(check({}, { walltime: "3d" }).problems).toHaveProperty("walltime");
    expect(check({}, { tasks: { ...emptyJobSpec.tasks, kind: "table" } }, 1_001).problems).toEqual({ "tasks.table": "The host allows 1,000 tasks in one job." });
  });

  it("checks what the script itself asks", () => {
    const { problems, request } = check({}, { script: "#MARK --nodes=7\ndate\n" });
    expect(request.resources.nodes).toBe(7);
    expect(problems).toHaveProperty(["resources.nodes"]);
  });

  it("says what the batch system cannot be asked for", () => {
    expect(check({ memoryPerNode: "4G" }).problems).toEqual({ "resources.memoryPerNode": expect.stringContaining("Cobalt cannot be asked") });
    expect(check({ memoryPerNode: "4G" }, { batchScript: "#!/bin/sh\n#MARK --nodes=2\n" }).problems).toEqual({});
  });

  it("leaves alone what cannot be read yet", () => {
    expect(check({ memoryPerNode: "4 GBy", nodes: "2" }).request.resources).toMatchObject({ memoryPerNode: null, nodes: 2 });
  });

  it("knows the queue that the job would go to", () => {
    expect(check({}).queue?.name).toBe("normal");
    expect(check({ queue: "gpu" }).queue?.name).toBe("gpu");
    expect(check({ queue: "none" }).queue).toBeNull();
  });
});

describe("queueLimits", () => {
  it("says the limits in a few words", () => {
    expect(offers.queues.map(queueLimits)).toEqual(["4 nodes, 2 d at most, 8 cores, 31.2G", "1 node, 2 d at most, 8 cores, 31.2G, 4 GPUs (a100)"]);
    expect(queueLimits({ ...normal, maxNodes: null, nodes: null, maxWalltimeSeconds: null, coresPerNode: null, memoryPerNode: null })).toBe("");
  });

  it("rounds memory down, so that what it says can be asked", () => {
    expect([512 * 1024 ** 2, 31.99 * gibi, 1_536 * gibi].map(memoryShort)).toEqual(["512M", "31.9G", "1.5T"]);
  });

  it("takes the smaller of what a job may have and what there is", () => {
    expect([mostNodes({ maxNodes: 4, nodes: 2 }), mostNodes({ maxNodes: null, nodes: 2 }), mostNodes({ maxNodes: null, nodes: null })]).toEqual([2, 2, null]);
  });
});
