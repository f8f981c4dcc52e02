import type { HostId, JobId, UserId } from "@/lib/domain/ids";
import type { Queue, QueueOffers } from "@/lib/domain/queue-offers";
import { noResources } from "@/lib/domain/resources";
import type { Stores } from "@/lib/store/open-stores";

const gibi = 1024 ** 3;
const hourMs = 3_600_000;

/** A cluster as Sqmpy knows it after it has answered, and a job that ran there: for pages that are only looked at. */
export function knowCluster({ desk, jobs, hosts }: Stores, owner: UserId, now: Date): { hostId: HostId; jobId: JobId } {
  const { id: hostId } = desk.hosts.create(owner, { kind: "ssh", name: "Cluster", address: "127.0.0.1", port: 9, username: "ada", credential: { method: "agent" }, publicKey: null }, now);
  desk.hosts.setOffers(owner, hostId, offersAt(now));

  const earlier = new Date(now.getTime() - 2 * hourMs);
  const resources = { ...noResources, nodes: 1, coresPerProcess: 4, memoryPerNode: 16 * gibi, queue: "normal", account: "phys" };
  const { job } = desk.jobs.create(
    owner,
    {
      submissionKey: crypto.randomUUID(),
      hostId,
      name: "Phonons, on the cluster",
      description: "",
      scriptName: "phonons.sh",
      script: "#!/bin/sh\n#SBATCH --qos=express\ndate\n",
      interpreter: ["/bin/sh"],
      arguments: [],
      environment: [],
      workingDirectory: "",
      walltimeSeconds: 7_200,
      mailWish: [],
      inputs: [],
      keptInputs: [],
      resubmittedFrom: null,
      batch: { scheduler: "slurm", resources, batchScript: null, tasks: [], tasksAtOnce: null, dependencies: [] },
    },
    earlier,
  );
  const ended = new Date(earlier.getTime() + 49 * 60_000);
  jobs.move(job.id, { to: "stage_out", startedAt: earlier, endedAt: ended, endReason: "exit", exitCode: 0 }, ended);
  jobs.setCollected(job.id, ended);
  jobs.move(job.id, { to: "completed" }, ended);
  jobs.setUsage(job.id, { elapsedSeconds: 2_940, cpuSeconds: 1_176, cores: 4, peakMemory: 1.2 * gibi, memoryAsked: 16 * gibi, gpus: null, gpuUse: null, walltimeSeconds: 7_200 });

  for (let hour = 0; hour < 20; hour++) {
    hosts.countQuestion({ hostId, what: "status", jobs: 12, took: 240, failed: hour % 7 === 3 }, new Date(now.getTime() - hour * hourMs));
    hosts.countQuestion({ hostId, what: "accounting", jobs: 2, took: 1_900, failed: false }, new Date(now.getTime() - hour * hourMs));
  }
  return { hostId, jobId: job.id };
}

function offersAt(now: Date): QueueOffers {
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
    coresPerNode: 64,
    memoryPerNode: 251.4 * gibi,
    gpusPerNode: 0,
    gpuTypes: [],
    features: ["avx512", "ib"],
    accounts: null,
    qos: null,
  };
  const gpu: Queue = { ...normal, name: "gpu", isDefault: false, nodes: 12, gpusPerNode: 4, gpuTypes: ["a100"], accounts: ["phys"] };
  const debug: Queue = { ...normal, name: "debug", isDefault: false, isOpen: false, note: "it is drained until Friday", maxWalltimeSeconds: 1_800, nodes: 2 };
  return {
    scheduler: "slurm",
    version: "22.05.8",
    checkedAt: now.toISOString(),
    queues: [normal, gpu, debug],
    accounts: ["phys", "chem"],
    defaultAccount: "chem",
    qos: [
      { name: "normal", maxWalltimeSeconds: null },
      { name: "express", maxWalltimeSeconds: 7_200 },
    ],
    reservations: ["workshop"],
    maxArraySize: 1_001,
    hasAccounting: true,
  };
}
