import { mebibytes } from "../../domain/memory";
import { coresOnNode, nodeCount, processesOnNode } from "../../domain/resources";
import type { BatchRequest, DirectiveMeaning } from "../batch-scheduler";

/** HTCondor has no queues: its whole pool is shown as one. */
export const pool = "pool";

/** A line of a submit description: `request_cpus = 4`, `+Project = "x"`. */
export interface SubmitLine {
  /** In lower case; a job attribute with its `+`. */
  name: string;
  value: string;
}

export function readSubmitLine(words: string): SubmitLine | null {
  const match = /^(\+?[\w.]+)\s*=\s*(.*)$/s.exec(words.trim());
  return match ? { name: (match[1] ?? "").toLowerCase(), value: (match[2] ?? "").trim() } : null;
}

/** condor_submit(1), `#CONDOR request_cpus = 4`. What HTCondor cannot do is written down too, so that `render` refuses it. */
export function directives({ resources, walltimeSeconds }: BatchRequest): string[] {
  const gpus = resources.gpusPerProcess === null ? null : resources.gpusPerProcess * processesOnNode(resources);
  const cores = coresOnNode(resources);
  const lines = [
    resources.queue === null || resources.queue === pool ? null : `+SqmpyQueue = ${literal(resources.queue)}`,
    nodeCount(resources) > 1 ? `machine_count = ${nodeCount(resources)}` : null,
    cores > 1 || resources.coresPerProcess !== null || resources.processes !== null ? `request_cpus = ${cores}` : null,
    resources.memoryPerNode === null ? null : `request_memory = ${mebibytes(resources.memoryPerNode)}`,
    gpus === null || gpus === 0 ? null : `request_gpus = ${gpus}`,
    resources.account === null ? null : `accounting_group = ${resources.account}`,
    resources.constraint === null ? null : `requirements = ${resources.constraint}`,
    walltimeSeconds === null ? null : `allowed_job_duration = ${walltimeSeconds}`,
  ];
  return [...lines.filter((line) => line !== null), ...resources.directives];
}

/** A ClassAd string. */
export function literal(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replace(/[\r\n]+/g, " ")}"`;
}

const units: Record<string, number> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

export function readDirective(words: string): DirectiveMeaning | null {
  const count = /^queue\s+(\d+)$/i.exec(words.trim())?.[1];
  if (count !== undefined) return Number(count) > 0 ? { array: `0-${Number(count) - 1}` } : null;
  const line = readSubmitLine(words);
  if (!line || line.value === "") return null;
  const { name, value } = line;
  const whole = /^\d+$/.test(value) ? Number(value) : null;
  switch (name) {
    case "request_cpus":
      return whole === null ? null : { coresPerProcess: whole };
    case "request_gpus":
      return whole === null ? null : { gpusPerProcess: whole };
    case "request_memory":
      return readMemory(value);
    case "allowed_job_duration":
      return whole === null ? null : { walltimeSeconds: whole };
    case "accounting_group":
      return { account: value };
    case "requirements":
      return { constraint: value };
    case "batch_name":
      return { jobName: value };
    default:
      return null;
  }
}

/** `4096` is in MB, `4 GB` says its own unit. */
function readMemory(value: string): DirectiveMeaning | null {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)b?$/i.exec(value);
  return match ? { memoryPerNode: Math.round(Number(match[1]) * (units[(match[2] || "m").toLowerCase()] ?? 1)) } : null;
}
