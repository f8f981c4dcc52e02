/** The most that a node of a partition has. */
export interface NodeGroup {
  cores: number;
  /** Bytes. */
  memory: number;
  gpus: number | null;
  gpuTypes: string[];
  features: string[];
}

/** Lines of `sinfo --exact --format='%R|%c|%m|%D|%G|%f'`: nodes that are alike, by partition. */
export function readNodeGroups(lines: readonly string[]): Map<string, NodeGroup> {
  const groups = new Map<string, NodeGroup>();
  for (const line of lines) {
    const [partition = "", cores = "", memory = "", , gres = "", ...features] = line.split("|");
    const gpus = gpusOf(gres);
    const known = groups.get(partition) ?? { cores: 0, memory: 0, gpus: null, gpuTypes: [], features: [] };
    const count = gpus.reduce((sum, gpu) => sum + gpu.count, 0);
    groups.set(partition, {
      cores: Math.max(known.cores, Number.parseInt(cores, 10) || 0),
      memory: Math.max(known.memory, (Number.parseInt(memory, 10) || 0) * 1024 ** 2),
      gpus: count > 0 ? Math.max(known.gpus ?? 0, count) : known.gpus,
      gpuTypes: union(known.gpuTypes, gpus.map(({ type }) => type)),
      features: union(known.features, features.join("|").split(",")),
    });
  }
  return groups;
}

/** `gpu:tesla:2(S:0-1),gpu:4,nvme:1`. */
function gpusOf(gres: string): { type: string; count: number }[] {
  return gres
    .replace(/\([^)]*\)/g, "")
    .split(",")
    .flatMap((part) => {
      const [name, ...rest] = part.split(":");
      if (name !== "gpu") return [];
      const count = Number(rest.at(-1) ?? 1);
      return [{ type: rest.length > 1 ? (rest[0] ?? "") : "", count: Number.isFinite(count) ? count : 1 }];
    });
}

function union(known: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...known, ...more.filter((word) => word !== "" && word !== "(null)")])];
}
