import type { Resources } from "@/lib/domain/resources";
import { memoryShort } from "./queue-words";

/** What a job asked of size, in a few words: `2 nodes, 64 processes, 4 cores each, 16G per node`; null where nothing. */
export function sizeAsked({ nodes, processes, processesPerNode, coresPerProcess, gpusPerProcess, memoryPerNode, exclusive }: Resources): string | null {
  const parts = [
    nodes !== null && counted(nodes, "node", "nodes"),
    processes !== null && counted(processes, "process", "processes"),
    processesPerNode !== null && `${counted(processesPerNode, "process", "processes")} per node`,
    coresPerProcess !== null && `${counted(coresPerProcess, "core", "cores")} per process`,
    gpusPerProcess !== null && gpusPerProcess > 0 && `${counted(gpusPerProcess, "GPU", "GPUs")} per process`,
    memoryPerNode !== null && `${memoryShort(memoryPerNode)} of memory per node`,
    exclusive && "whole nodes",
  ].filter(Boolean);
  return parts.length === 0 ? null : parts.join(", ");
}

function counted(amount: number, one: string, many: string): string {
  return `${amount.toLocaleString("en")} ${amount === 1 ? one : many}`;
}
