import { memoryWords } from "../../domain/memory";
import { coresOnNode, nodeCount, processCount, processesOnNode, type Resources } from "../../domain/resources";
import type { BatchRequest, DirectiveMeaning } from "../batch-scheduler";
import { directiveWords } from "../directive-words";
import { quoteAll } from "../quote";
import { readSeconds } from "./read-values";

/** Parallel environments on one node, as sites name them. */
const onOneNode = new Set(["smp", "shm", "threaded", "openmp", "omp", "threads", "serial", "multithread", "single"]);
const peMark = "pe=";

/**
 * qsub(1). More than one slot needs a parallel environment, whose names the site chooses: it is the feature `pe=<name>`, else
 * `smp` on one node and `mpi` on several. Memory is asked as h_vmem, which counts for each slot. How many nodes there are is
 * the parallel environment's own rule, not the job's.
 */
export function directives({ resources, walltimeSeconds }: BatchRequest): string[] {
  const slots = processCount(resources) * (resources.coresPerProcess ?? 1);
  const features = (resources.constraint ?? "").split(",").filter((word) => word !== "");
  const pe = features.find((word) => word.startsWith(peMark))?.slice(peMark.length) ?? null;
  const limits = [
    ...(walltimeSeconds === null ? [] : [`h_rt=${walltimeSeconds}`]),
    ...(resources.memoryPerNode === null ? [] : [`h_vmem=${memoryWords(Math.ceil(resources.memoryPerNode / coresOnNode(resources)))}`]),
    ...(resources.gpusPerProcess === null ? [] : [`gpu=${resources.gpusPerProcess * processesOnNode(resources)}`]),
    ...(resources.exclusive ? ["exclusive=true"] : []),
    ...features.filter((word) => !word.startsWith(peMark)),
  ];
  const lines = [
    option("-q", resources.queue),
    option("-P", resources.account),
    option("-ar", resources.reservation),
    slots > 1 || pe !== null ? quoteAll(["-pe", pe ?? (nodeCount(resources) > 1 ? "mpi" : "smp"), String(slots)]) : null,
    ...limits.map((limit) => quoteAll(["-l", limit])),
    ...resources.directives.map((words) => (walltimeSeconds === null ? words : withoutWalltime(words))),
  ];
  return lines.filter((line) => line !== null && line !== "") as string[];
}

function option(name: string, value: string | null): string | null {
  return value === null ? null : quoteAll([name, value]);
}

/** The form's walltime wins over the script's. */
function withoutWalltime(words: string): string {
  return words.replace(/(^|\s)-l\s+(\S+)/g, (_whole, before: string, list: string) => {
    const rest = list.split(",").filter((part) => !part.startsWith("h_rt="));
    return rest.length > 0 ? `${before}-l ${rest.join(",")}` : before;
  }).trim();
}

/** Each option of a line is understood, or the whole line is kept as it is. */
export function readDirective(words: string): DirectiveMeaning | null {
  const list = directiveWords(words);
  let meaning: DirectiveMeaning = {};
  for (let at = 0; at < list.length; ) {
    const [name = "", value] = [list[at], list[at + 1]];
    const read = name === "-pe" ? readPe(value, list[at + 2]) : readOption(name, value);
    if (read === null) return null;
    meaning = { ...meaning, ...read };
    at += name === "-pe" ? 3 : 2;
  }
  return withTasksAtOnce(meaning);
}

type Read = DirectiveMeaning & { tasksAtOnce?: string };

function readOption(name: string, value: string | undefined): Read | null {
  if (value === undefined) return null;
  switch (name) {
    case "-q":
      return { queue: value };
    case "-P":
      return { account: value };
    case "-ar":
      return { reservation: value };
    case "-N":
      return { jobName: value };
    case "-t":
      return /^\d+(-\d+(:\d+)?)?$/.test(value) ? { array: value } : null;
    case "-tc":
      return { tasksAtOnce: value };
    case "-l":
      return readLimits(value);
    default:
      return null;
  }
}

function withTasksAtOnce({ tasksAtOnce, ...meaning }: Read): DirectiveMeaning | null {
  if (tasksAtOnce === undefined) return meaning;
  return meaning.array === undefined ? null : { ...meaning, array: `${meaning.array}%${tasksAtOnce}` };
}

/** A number of slots stands for processes, or for one process's cores where the environment is of one node. */
function readPe(name: string | undefined, slots: string | undefined): DirectiveMeaning | null {
  if (name === undefined || slots === undefined || !/^\d+$/.test(slots)) return null;
  const asked: Partial<Resources> = onOneNode.has(name.toLowerCase()) ? { coresPerProcess: Number(slots) } : { processes: Number(slots) };
  return { ...asked, constraint: `${peMark}${name}` };
}

/** h_vmem is not read: what it means depends on the slots, which another line may ask. */
function readLimits(list: string): DirectiveMeaning | null {
  let meaning: DirectiveMeaning = {};
  for (const part of list.split(",")) {
    const [name = "", value = ""] = part.split("=");
    if (name === "h_rt") {
      const seconds = readSeconds(value);
      if (seconds === null) return null;
      meaning = { ...meaning, walltimeSeconds: seconds };
    } else if (name === "exclusive" && /^(true|1)$/i.test(value)) {
      meaning = { ...meaning, exclusive: true };
    } else {
      return null;
    }
  }
  return meaning;
}
