import { mebibytes } from "../../domain/memory";
import { coresOnNode, nodeCount, processesOnNode, type Resources } from "../../domain/resources";
import type { BatchRequest, DirectiveMeaning } from "../batch-scheduler";
import { clockWords, readClockWords } from "../clock-words";
import { readCommonOption, together } from "../pbs/directives";
import { readList, readOptions, type Option } from "../pbs/options";
import { quote } from "../quote";
import { readSizeWords } from "../size-words";

/**
 * qsub(1B) and pbs_resources_linux(7B) of Torque: `nodes=2:ppn=8:gpus=1:feature`. Memory is that of the whole job. Reservations, QOS and
 * whole nodes are words of Moab and Maui, the schedulers that Torque is run with.
 */
export function directives({ resources, walltimeSeconds }: BatchRequest): string[] {
  const nodes = nodeCount(resources);
  const lines = [
    resources.queue === null ? null : `-q ${quote(resources.queue)}`,
    resources.account === null ? null : `-A ${quote(resources.account)}`,
    asksNodes(resources) ? `-l ${quote(nodeWords(resources))}` : null,
    resources.memoryPerNode === null ? null : `-l mem=${mebibytes(resources.memoryPerNode) * nodes}mb`,
    walltimeSeconds === null ? null : `-l walltime=${clockWords(walltimeSeconds)}`,
    resources.qos === null ? null : `-l ${quote(`qos=${resources.qos}`)}`,
    resources.reservation === null ? null : `-l ${quote(`advres=${resources.reservation}`)}`,
    resources.exclusive ? "-l naccesspolicy=singlejob" : null,
    ...resources.directives,
  ];
  return lines.filter((line) => line !== null);
}

function asksNodes({ nodes, processes, processesPerNode, coresPerProcess, gpusPerProcess, constraint }: Resources): boolean {
  return [nodes, processes, processesPerNode, coresPerProcess, gpusPerProcess, constraint].some((value) => value !== null);
}

function nodeWords(resources: Resources): string {
  const parts = [
    `nodes=${nodeCount(resources)}`,
    `ppn=${coresOnNode(resources)}`,
    resources.gpusPerProcess === null ? null : `gpus=${resources.gpusPerProcess * processesOnNode(resources)}`,
    resources.constraint,
  ];
  return parts.filter((part) => part !== null).join(":");
}

export function readDirective(words: string): DirectiveMeaning | null {
  const options = readOptions(words);
  return options === null ? null : together(options.map(readOption));
}

function readOption(option: Option): DirectiveMeaning | null {
  if (option.name === "-t") return /^[\d,-]+(%\d+)?$/.test(option.value) ? { array: option.value } : null;
  return option.name === "-l" ? readResources(readList(option.value)) : readCommonOption(option);
}

/** `mem` is read only beside `nodes`, for it counts for all of them. */
function readResources(list: [string, string][]): DirectiveMeaning | null {
  const nodes = list.find(([name]) => name === "nodes");
  return together(list.map(([name, value]) => (name === "mem" && nodes ? readMemory(value, Number(nodes[1].split(":")[0])) : readResource(name, value))));
}

function readMemory(value: string, nodes: number): DirectiveMeaning | null {
  const bytes = readSizeWords(value);
  return bytes === null || !Number.isInteger(nodes) || nodes < 1 ? null : { memoryPerNode: Math.ceil(bytes / nodes) };
}

function readResource(name: string, value: string): DirectiveMeaning | null {
  switch (name) {
    case "walltime": {
      const walltimeSeconds = readClockWords(value);
      return walltimeSeconds === null ? null : { walltimeSeconds };
    }
    case "nodes":
      return readNodes(value);
    case "qos":
      return { qos: value };
    case "advres":
      return { reservation: value };
    case "naccesspolicy":
      return value === "singlejob" ? { exclusive: true } : null;
    default:
      return null;
  }
}

/** `2:ppn=8:gpus=1:feature`; `node1+node2` and several kinds of nodes are kept as they are. */
function readNodes(value: string): DirectiveMeaning | null {
  const [count = "", ...parts] = value.split(":");
  if (!/^\d+$/.test(count) || value.includes("+")) return null;
  const number = (name: string) => Number(parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? 0);
  const features = parts.filter((part) => !/^(ppn|gpus)=\d+$/.test(part));
  const processes = number("ppn") || 1;
  const gpus = number("gpus") / processes;
  if (!Number.isInteger(gpus)) return null;
  return {
    nodes: Number(count),
    processesPerNode: processes,
    ...(gpus === 0 ? {} : { gpusPerProcess: gpus }),
    ...(features.length === 0 ? {} : { constraint: features.join(":") }),
  };
}
