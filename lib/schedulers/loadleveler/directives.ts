import { mebibytes } from "../../domain/memory";
import { nodeCount, processCount, processesOnNode } from "../../domain/resources";
import type { BatchRequest, DirectiveMeaning } from "../batch-scheduler";
import { clockWords, readClockWords } from "../clock-words";

/**
 * Job command file keywords of LoadLeveler 3 to 5: `class = large`. Memory counts for each process. It knows no GPUs; where a
 * site has some, a requirement of its own asks for them.
 */
export function directives({ resources, walltimeSeconds }: BatchRequest): string[] {
  const isParallel = processCount(resources) > 1 || nodeCount(resources) > 1;
  const consumed = [
    resources.coresPerProcess === null ? null : `ConsumableCpus(${resources.coresPerProcess})`,
    resources.memoryPerNode === null ? null : `ConsumableMemory(${Math.ceil(mebibytes(resources.memoryPerNode) / processesOnNode(resources))} mb)`,
  ].filter((part) => part !== null);
  const lines = [
    `job_type = ${isParallel ? "parallel" : "serial"}`,
    resources.queue === null ? null : `class = ${resources.queue}`,
    resources.account === null ? null : `account_no = ${resources.account}`,
    resources.reservation === null ? null : `ll_res_id = ${resources.reservation}`,
    isParallel ? `node = ${nodeCount(resources)}` : null,
    isParallel ? tasks(resources) : null,
    consumed.length === 0 ? null : `resources = ${consumed.join(" ")}`,
    resources.constraint === null ? null : `requirements = ${resources.constraint}`,
    resources.exclusive ? "node_usage = not_shared" : null,
    walltimeSeconds === null ? null : `wall_clock_limit = ${clockWords(walltimeSeconds)}`,
    ...resources.directives,
  ];
  return lines.filter((line) => line !== null).map((line) => line.replace(/[\r\n]+/g, " "));
}

function tasks(resources: BatchRequest["resources"]): string {
  return resources.processesPerNode === null && resources.processes !== null ? `total_tasks = ${resources.processes}` : `tasks_per_node = ${processesOnNode(resources)}`;
}

export interface Keyword {
  /** In small letters. */
  name: string;
  value: string;
}

/** `wall_clock_limit = 1:00:00`; `queue` stands alone. */
export function readKeyword(words: string): Keyword {
  const at = words.indexOf("=");
  return at < 0 ? { name: words.trim().toLowerCase(), value: "" } : { name: words.slice(0, at).trim().toLowerCase(), value: words.slice(at + 1).trim() };
}

export function readDirective(words: string): DirectiveMeaning | null {
  const { name, value } = readKeyword(words);
  switch (name) {
    case "class":
      return { queue: value };
    case "account_no":
      return { account: value };
    case "ll_res_id":
      return { reservation: value };
    case "job_name":
      return { jobName: value };
    case "node":
      return /^\d+$/.test(value) ? { nodes: Number(value) } : null;
    case "total_tasks":
      return /^\d+$/.test(value) ? { processes: Number(value) } : null;
    case "tasks_per_node":
      return /^\d+$/.test(value) ? { processesPerNode: Number(value) } : null;
    case "node_usage":
      return value === "not_shared" ? { exclusive: true } : null;
    case "requirements":
      return { constraint: value };
    case "resources":
      return readResources(value);
    case "wall_clock_limit":
      return readLimit(value);
    case "job_type":
      return /^(serial|parallel)$/i.test(value) ? {} : null;
    default:
      return null;
  }
}

function readResources(value: string): DirectiveMeaning | null {
  const cores = /^ConsumableCpus\((\d+)\)$/i.exec(value)?.[1];
  return cores === undefined ? null : { coresPerProcess: Number(cores) };
}

/** `1:00:00,0:55:00` is a hard and a soft limit; a bare number is seconds. */
function readLimit(value: string): DirectiveMeaning | null {
  const walltimeSeconds = readClockWords(value.split(",")[0] ?? "");
  return walltimeSeconds === null ? null : { walltimeSeconds };
}
