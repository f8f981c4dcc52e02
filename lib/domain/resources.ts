/** How the batch script starts the person's script: as it is, or on every process by MPI's or Slurm's launcher. */
export const launchers = ["none", "mpirun", "srun"] as const;
export type Launcher = (typeof launchers)[number];

/**
 * What a job asks of its host, in PSI/J's words (ResourceSpecV1, JobAttributes). null: as the host gives. The walltime is
 * the job's own field.
 */
export interface Resources {
  nodes: number | null;
  /** Of the whole job. */
  processes: number | null;
  processesPerNode: number | null;
  coresPerProcess: number | null;
  gpusPerProcess: number | null;
  /** Bytes on each node. */
  memoryPerNode: number | null;
  /** Queue or partition. */
  queue: string | null;
  /** Account, project or allocation that pays. */
  account: string | null;
  qos: string | null;
  reservation: string | null;
  /** Node features, as the scheduler writes them. */
  constraint: string | null;
  /** No other job on its nodes. */
  exclusive: boolean;
  /** Directives in the scheduler's own words, without their mark: `--mail-type=NONE`. */
  directives: readonly string[];
  /** For `module load`, one word each. */
  modules: readonly string[];
  /** Shell lines before and after the script. */
  before: string;
  after: string;
  launcher: Launcher;
}

export const noResources: Resources = {
  nodes: null,
  processes: null,
  processesPerNode: null,
  coresPerProcess: null,
  gpusPerProcess: null,
  memoryPerNode: null,
  queue: null,
  account: null,
  qos: null,
  reservation: null,
  constraint: null,
  exclusive: false,
  directives: [],
  modules: [],
  before: "",
  after: "",
  launcher: "none",
};

/** Processes of the whole job, at least one. */
export function processCount({ nodes, processes, processesPerNode }: Pick<Resources, "nodes" | "processes" | "processesPerNode">): number {
  return processes ?? (processesPerNode ?? 1) * (nodes ?? 1);
}

/** Nodes of the whole job, at least one. */
export function nodeCount({ nodes, processes, processesPerNode }: Pick<Resources, "nodes" | "processes" | "processesPerNode">): number {
  if (nodes !== null) return nodes;
  return processes !== null && processesPerNode !== null ? Math.ceil(processes / processesPerNode) : 1;
}

/** Processes on each node, rounded up. */
export function processesOnNode(resources: Pick<Resources, "nodes" | "processes" | "processesPerNode">): number {
  return resources.processesPerNode ?? Math.ceil(processCount(resources) / nodeCount(resources));
}

/** Cores on each node. */
export function coresOnNode(resources: Resources): number {
  return processesOnNode(resources) * (resources.coresPerProcess ?? 1);
}
