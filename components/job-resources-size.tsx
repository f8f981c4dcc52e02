"use client";

import { coresOnNode, nodeCount, processCount, processesOnNode, type Resources } from "@/lib/domain/resources";
import { ResourceField } from "./job-resources-field";
import { memoryShort } from "./queue-words";
import type { BatchForm } from "./use-batch-check";

/** How large the job is, and what that comes to. */
export function SizeFields({ batch }: { batch: BatchForm }) {
  const { resources } = batch.check.request;

  return (
    <div className="flex flex-col gap-2.5">
      <div className="grid grid-cols-2 gap-x-4 gap-y-3.5 sm:grid-cols-3">
        <ResourceField name="nodes" label="Nodes" batch={batch} placeholder="1" numeric />
        <ResourceField name="processes" label="Processes" batch={batch} placeholder="1" numeric />
        <ResourceField name="processesPerNode" label="Processes per node" batch={batch} numeric />
        <ResourceField name="coresPerProcess" label="Cores per process" batch={batch} placeholder="1" numeric />
        <ResourceField name="memoryPerNode" label="Memory per node" batch={batch} placeholder="4G" />
        <ResourceField name="gpusPerProcess" label="GPUs per process" batch={batch} placeholder="0" numeric />
      </div>
      {isSized(resources) && <p className="text-[0.8125rem] text-ink-soft">{sizeWords(resources)}</p>}
    </div>
  );
}

function isSized({ nodes, processes, processesPerNode, coresPerProcess, gpusPerProcess }: Resources): boolean {
  return [nodes, processes, processesPerNode, coresPerProcess, gpusPerProcess].some((amount) => amount !== null);
}

function sizeWords(resources: Resources): string {
  const nodes = nodeCount(resources);
  const processes = processCount(resources);
  const gpus = processesOnNode(resources) * (resources.gpusPerProcess ?? 0);
  const cores = coresOnNode(resources);
  const onEach = [counted(cores, "core"), gpus > 0 && counted(gpus, "GPU"), resources.memoryPerNode !== null && `${memoryShort(resources.memoryPerNode)} of memory`].filter(Boolean).join(", ");
  return nodes === 1 ? `In all ${counted(processes, "process")} on one node, with ${onEach}.` : `In all ${counted(processes, "process")} on ${nodes} nodes, with ${onEach} on each.`;
}

function counted(amount: number, word: string): string {
  return `${amount.toLocaleString("en")} ${amount === 1 ? word : word.endsWith("s") ? `${word}es` : `${word}s`}`;
}
