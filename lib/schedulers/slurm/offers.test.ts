import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readOffers } from "./offers";
import { readNodeGroups } from "./read-node-groups";

const now = new Date("2026-11-24T10:00:00Z");

describe.each(["22.05.8", "24.11.5"])("the offers of Slurm %s", (version) => {
  const offers = readOffers(readFileSync(new URL(`../fixtures/slurm/${version}/offers.txt`, import.meta.url), "utf8"), now);

  it("tells what the person may use", () => {
    expect(offers).toMatchObject({ scheduler: "slurm", version, checkedAt: now.toISOString(), accounts: ["chemistry", "physics"], defaultAccount: "physics" });
    expect(offers).toMatchObject({ reservations: ["course"], maxArraySize: 1000, hasAccounting: true });
    expect(offers.qos.map(({ name, maxWalltimeSeconds }) => [name, maxWalltimeSeconds])).toEqual([["normal", null], ["short", 300]]);
  });

  it("tells the partitions with their limits", () => {
    expect(offers.queues.map(({ name, isDefault, isOpen }) => [name, isDefault, isOpen])).toEqual([
      ["debug", true, true],
      ["long", false, true],
      ["scavenger", false, true],
      ["closed", false, false],
    ]);
    expect(offers.queues[0]).toMatchObject({ maxWalltimeSeconds: 3_600, defaultWalltimeSeconds: 600, maxNodes: 2, minNodes: null, gpusPerNode: 2, features: ["skylake", "ib", "zen3"] });
    expect(offers.queues[1]).toMatchObject({ accounts: ["physics"], qos: null });
    expect(offers.queues[2]).toMatchObject({ maxWalltimeSeconds: null, defaultWalltimeSeconds: null, gpusPerNode: null });
  });
});

/** Nodes of CSC's Puhti and Mahti, from CSCfi/ood-util, scripts/tests/test_slurm_limits.rb (commit a15510e): `sinfo` with GPUs of both kinds. */
it("reads GPUs with their sockets, beside other devices", () => {
  const groups = readNodeGroups([
    "gpu|40|382000|78|gpu:v100:4(S:0-1),nvme:3600|type_gpu",
    "gpumedium|128|490000|24|gpu:a100:4,nvme:3500|(null)",
    "small|40|190000+|654|(null)|type_l,io",
    "small|40|382000|40|nvme:3600|type_m",
  ]);
  expect(groups.get("gpu")).toEqual({ cores: 40, memory: 382_000 * 1024 ** 2, gpus: 4, gpuTypes: ["v100"], features: ["type_gpu"] });
  expect(groups.get("gpumedium")).toMatchObject({ gpus: 4, gpuTypes: ["a100"], features: [] });
  expect(groups.get("small")).toEqual({ cores: 40, memory: 382_000 * 1024 ** 2, gpus: null, gpuTypes: [], features: ["type_l", "io", "type_m"] });
});

it("knows partitions that are not for this person", () => {
  const line = (more: string) => readOffers(`#groups\nusers staff\n#partitions\nPartitionName=x ${more}\n`, now).queues[0];
  expect(line("AllowGroups=staff,boss State=UP")).toMatchObject({ isOpen: true });
  expect(line("AllowGroups=boss State=UP")).toMatchObject({ isOpen: false, note: "Only for members of boss." });
  expect(line("RootOnly=YES State=UP")).toMatchObject({ isOpen: false, note: "For administrators only." });
  expect(line("State=DRAIN")).toMatchObject({ isOpen: false, note: "It takes no more jobs." });
  expect(line("State=INACTIVE")).toMatchObject({ isOpen: false });
});

it("does without accounting", () => {
  const offers = readOffers("#config\nAccountingStorageType   = (null)\nSLURM_VERSION           = 23.11.4\n#partitions\n#accounts\n#default\n#qos\n", now);
  expect(offers).toMatchObject({ version: "23.11.4", hasAccounting: false, accounts: [], defaultAccount: null, qos: [], queues: [], maxArraySize: null });
});
