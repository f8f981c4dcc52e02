import { describe, expect, it } from "vitest";
import { noResources } from "../../domain/resources";
import { readSlurmDirective, slurmDirectives } from "./directives";

const gibibyte = 1024 ** 3;

it("writes what a job asks, free directives last", () => {
  const resources = {
    ...noResources,
    nodes: 2,
    processes: 8,
    processesPerNode: 4,
    coresPerProcess: 3,
    gpusPerProcess: 1,
    memoryPerNode: 4 * gibibyte,
    queue: "long",
    account: "phys",
    qos: "short",
    reservation: "course",
    constraint: "skylake&ib",
    exclusive: true,
    directives: ["--mail-type=NONE", "--nice"],
  };
  expect(slurmDirectives({ resources, walltimeSeconds: 90_061 })).toEqual([
    ...["--partition=long", "--account=phys", "--qos=short", "--reservation=course", "--time=1-01:01:01"],
    ...["--nodes=2", "--ntasks=8", "--ntasks-per-node=4", "--cpus-per-task=3", "--gres=gpu:4", "--mem=4G"],
    ...["--constraint='skylake&ib'", "--exclusive", "--mail-type=NONE", "--nice"],
  ]);
  expect(slurmDirectives({ resources: noResources, walltimeSeconds: null })).toEqual([]);
});

it("reads what it writes", () => {
  const resources = { ...noResources, nodes: 2, coresPerProcess: 3, memoryPerNode: 1536 * 1024 ** 2, queue: "a b", constraint: "x|y", exclusive: true };
  const meanings = slurmDirectives({ resources, walltimeSeconds: 5_400 }).map(readSlurmDirective);
  expect(Object.assign({}, ...meanings)).toEqual({ nodes: 2, coresPerProcess: 3, memoryPerNode: 1536 * 1024 ** 2, queue: "a b", constraint: "x|y", exclusive: true, walltimeSeconds: 5_400 });
});

describe("the forms of sbatch's options", () => {
  it.each([
    ["-N 2", { nodes: 2 }],
    ["-N2", { nodes: 2 }],
    ["--nodes=2", { nodes: 2 }],
    ["--nodes 2", { nodes: 2 }],
    ["-n 16", { processes: 16 }],
    ["--ntasks=16", { processes: 16 }],
    ["--ntasks-per-node=4", { processesPerNode: 4 }],
    ["-c 8", { coresPerProcess: 8 }],
    ["--cpus-per-task 8", { coresPerProcess: 8 }],
    ["--gpus-per-task=2", { gpusPerProcess: 2 }],
    ["--gpus-per-task=a100:2", { gpusPerProcess: 2 }],
    ["--mem=4G", { memoryPerNode: 4 * gibibyte }],
    ["--mem 500", { memoryPerNode: 500 * 1024 ** 2 }],
    ["-t 30", { walltimeSeconds: 1_800 }],
    ["-t 30:15", { walltimeSeconds: 1_815 }],
    ["--time=1:30:00", { walltimeSeconds: 5_400 }],
    ["--time=2-12", { walltimeSeconds: 216_000 }],
    ["--time=2-12:30", { walltimeSeconds: 217_800 }],
    ["--time=1-00:00:00", { walltimeSeconds: 86_400 }],
    ["-p long", { queue: "long" }],
    ["--partition=gpu,long", { queue: "gpu,long" }],
    ["-A phys", { account: "phys" }],
    ["-q short", { qos: "short" }],
    ['-C "skylake&ib"', { constraint: "skylake&ib" }],
    ["--reservation=course", { reservation: "course" }],
    ["--exclusive", { exclusive: true }],
    ["-a 0-19%4", { array: "0-19%4" }],
    ["--array=1,3-5", { array: "1,3-5" }],
    ["-J my-job", { jobName: "my-job" }],
    ['--job-name="my job"', { jobName: "my job" }],
  ])("%s", (words, meaning) => {
    expect(readSlurmDirective(words)).toEqual(meaning);
  });

  it.each(["--mem-per-cpu=2G", "--gres=gpu:2", "--gpus=4", "-d afterok:12", "--nodes=2-4", "--exclusive=user", "--mem=0", "-t UNLIMITED", "--output=x.txt", "-o x", "hello", "--nodes", ""])(
    "keeps %s as it is",
    (words) => {
      expect(readSlurmDirective(words)).toBeNull();
    },
  );
});
