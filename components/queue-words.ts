import type { Queue } from "@/lib/domain/queue-offers";
import { formatWalltime } from "@/lib/domain/walltime";

const gibi = 1024 ** 3;

/** `31.2G`, `1.5T`, `512M`: one digit after the point, rounded down, so that as much can be asked. */
export function memoryShort(bytes: number): string {
  const [unit, size] = bytes >= 1024 * gibi ? ["T", 1024 * gibi] : bytes >= gibi ? ["G", gibi] : ["M", 1024 ** 2];
  return `${Math.floor((bytes / Number(size)) * 10) / 10}${unit}`;
}

/** The most nodes that one job may have. */
export function mostNodes({ maxNodes, nodes }: Pick<Queue, "maxNodes" | "nodes">): number | null {
  if (maxNodes === null || nodes === null) return maxNodes ?? nodes;
  return Math.min(maxNodes, nodes);
}

/** A queue's limits in a few words: `4 nodes, 2 d at most, 8 cores, 32G`. Empty where none are told. */
export function queueLimits(queue: Queue): string {
  const nodes = mostNodes(queue);
  return [
    nodes !== null && `${nodes} ${nodes === 1 ? "node" : "nodes"}`,
    queue.maxWalltimeSeconds !== null && `${formatWalltime(queue.maxWalltimeSeconds)} at most`,
    queue.coresPerNode !== null && `${queue.coresPerNode} ${queue.coresPerNode === 1 ? "core" : "cores"}`,
    queue.memoryPerNode !== null && memoryShort(queue.memoryPerNode),
    queue.gpusPerNode !== null && queue.gpusPerNode > 0 && gpuWords(queue),
  ]
    .filter(Boolean)
    .join(", ");
}

/** `4 GPUs (a100)`. */
export function gpuWords({ gpusPerNode, gpuTypes }: Pick<Queue, "gpusPerNode" | "gpuTypes">): string {
  const types = gpuTypes.length > 0 ? ` (${gpuTypes.join(", ")})` : "";
  return `${gpusPerNode} ${gpusPerNode === 1 ? "GPU" : "GPUs"}${types}`;
}
