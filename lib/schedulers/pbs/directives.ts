import { mebibytes } from "../../domain/memory";
import { coresOnNode, nodeCount, processesOnNode, type Resources } from "../../domain/resources";
import type { BatchRequest, DirectiveMeaning } from "../batch-scheduler";
import { clockWords, readClockWords } from "../clock-words";
import { quote } from "../quote";
import { readSizeWords } from "../size-words";
import { readList, readOptions, type Option } from "./options";

/** pbs_resources(7B): one chunk a node, `select=2:ncpus=8:mpiprocs=4:mem=4096mb:ngpus=1`. A reservation is a queue of its own. */
export function directives({ resources, walltimeSeconds }: BatchRequest): string[] {
  const queue = resources.reservation ?? resources.queue;
  const place = [nodeCount(resources) > 1 ? "scatter" : null, resources.exclusive ? "excl" : null].filter((word) => word !== null).join(":");
  const lines = [
    queue === null ? null : `-q ${quote(queue)}`,
    resources.account === null ? null : `-A ${quote(resources.account)}`,
    asksNodes(resources) ? `-l ${quote(`select=${chunks(resources)}`)}` : null,
    place === "" ? null : `-l place=${place}`,
    walltimeSeconds === null ? null : `-l walltime=${clockWords(walltimeSeconds)}`,
    resources.qos === null ? null : `-l ${quote(`qos=${resources.qos}`)}`,
    ...resources.directives,
  ];
  return lines.filter((line) => line !== null);
}

function asksNodes({ nodes, processes, processesPerNode, coresPerProcess, gpusPerProcess, memoryPerNode, constraint }: Resources): boolean {
  return [nodes, processes, processesPerNode, coresPerProcess, gpusPerProcess, memoryPerNode, constraint].some((value) => value !== null);
}

function chunks(resources: Resources): string {
  const onNode = processesOnNode(resources);
  const parts = [
    String(nodeCount(resources)),
    `ncpus=${coresOnNode(resources)}`,
    `mpiprocs=${onNode}`,
    resources.memoryPerNode === null ? null : `mem=${mebibytes(resources.memoryPerNode)}mb`,
    resources.gpusPerProcess === null ? null : `ngpus=${resources.gpusPerProcess * onNode}`,
    resources.constraint,
  ];
  return parts.filter((part) => part !== null).join(":");
}

/** Each option of a line is understood, or the whole line is kept as it is. */
export function readDirective(words: string): DirectiveMeaning | null {
  const options = readOptions(words);
  if (options === null) return null;
  return together(options.map(readOption));
}

/** One meaning of several; null when one of them has none. */
export function together(meanings: readonly (DirectiveMeaning | null)[]): DirectiveMeaning | null {
  if (meanings.length === 0 || meanings.includes(null)) return null;
  return Object.assign({}, ...meanings) as DirectiveMeaning;
}

/** What PBS and Torque have in common. */
export function readCommonOption({ name, value }: Option): DirectiveMeaning | null {
  switch (name) {
    case "-q":
      return /^[\w.-]+$/.test(value) ? { queue: value } : null;
    case "-A":
      return { account: value };
    case "-N":
      return { jobName: value };
    default:
      return null;
  }
}

function readOption(option: Option): DirectiveMeaning | null {
  if (option.name === "-J") return /^\d+-\d+(:\d+)?(%\d+)?$/.test(option.value) ? { array: option.value } : null;
  return option.name === "-l" ? together(readList(option.value).map(readResource)) : readCommonOption(option);
}

function readResource([name, value]: [string, string]): DirectiveMeaning | null {
  switch (name) {
    case "walltime": {
      const walltimeSeconds = readClockWords(value);
      return walltimeSeconds === null ? null : { walltimeSeconds };
    }
    case "place":
      return /^((free|scatter|pack):)?(excl|exclhost)$/.test(value) ? { exclusive: true } : /^(free|scatter)$/.test(value) ? {} : null;
    case "select":
      return readSelect(value);
    default:
      return null;
  }
}

/** One kind of chunk only: several kinds are kept as they are. */
function readSelect(value: string): DirectiveMeaning | null {
  const match = /^(\d+)(?::(.+))?$/.exec(value) ?? /^()(\w+=.+)$/.exec(value);
  if (!match || value.includes("+")) return null;
  const asked = new Map((match[2] ?? "").split(":").filter(Boolean).map((part) => part.split("=", 2) as [string, string]));
  const take = (name: string) => {
    const text = asked.get(name);
    asked.delete(name);
    return text ?? null;
  };
  const [ncpus, mpiprocs, ngpus, memory] = ["ncpus", "mpiprocs", "ngpus", "mem"].map(take);
  const processes = Number(mpiprocs ?? 1);
  const cores = ncpus ? Number(ncpus) / processes : null;
  const gpus = ngpus ? Number(ngpus) / processes : null;
  const memoryPerNode = memory ? readSizeWords(memory) : null;
  if (![processes, cores ?? 1, gpus ?? 1].every(Number.isInteger) || (memory && memoryPerNode === null)) return null;
  return {
    nodes: Number(match[1] || 1),
    processesPerNode: processes,
    ...(cores === null ? {} : { coresPerProcess: cores }),
    ...(gpus === null ? {} : { gpusPerProcess: gpus }),
    ...(memoryPerNode === null ? {} : { memoryPerNode }),
    ...(asked.size === 0 ? {} : { constraint: [...asked].map((pair) => pair.join("=")).join(":") }),
  };
}
