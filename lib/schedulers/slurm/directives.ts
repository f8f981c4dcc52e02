import { memoryWords, parseMemory } from "../../domain/memory";
import { processesOnNode, type Resources } from "../../domain/resources";
import type { BatchRequest, DirectiveMeaning } from "../batch-scheduler";
import { directiveWords } from "../directive-words";
import { quote } from "../quote";
import { readTimeLimit, writeTimeLimit } from "./duration";

/** GPUs are asked by node with `--gres`, which every version and every select plugin takes. */
export function slurmDirectives({ resources, walltimeSeconds }: BatchRequest): string[] {
  const { gpusPerProcess } = resources;
  const asked: [string, string | number | null][] = [
    ["partition", resources.queue],
    ["account", resources.account],
    ["qos", resources.qos],
    ["reservation", resources.reservation],
    ["time", walltimeSeconds === null ? null : writeTimeLimit(walltimeSeconds)],
    ["nodes", resources.nodes],
    ["ntasks", resources.processes],
    ["ntasks-per-node", resources.processesPerNode],
    ["cpus-per-task", resources.coresPerProcess],
    ["gres", gpusPerProcess === null ? null : `gpu:${gpusPerProcess * processesOnNode(resources)}`],
    ["mem", resources.memoryPerNode === null ? null : memoryWords(resources.memoryPerNode)],
    ["constraint", resources.constraint],
  ];
  return [
    ...asked.filter(([, value]) => value !== null).map(([name, value]) => `--${name}=${quote(String(value))}`),
    ...(resources.exclusive ? ["--exclusive"] : []),
    ...resources.directives,
  ];
}

const shortNames: Record<string, string> = { N: "nodes", n: "ntasks", c: "cpus-per-task", t: "time", p: "partition", A: "account", q: "qos", C: "constraint", a: "array", J: "job-name" };

const meanings: Record<string, (value: string) => DirectiveMeaning | null> = {
  nodes: (value) => count("nodes", value),
  ntasks: (value) => count("processes", value),
  "ntasks-per-node": (value) => count("processesPerNode", value),
  "cpus-per-task": (value) => count("coresPerProcess", value),
  "gpus-per-task": (value) => count("gpusPerProcess", value.replace(/^[A-Za-z][\w.-]*:/, "")),
  time: (value) => {
    const walltimeSeconds = readTimeLimit(value);
    return walltimeSeconds === null ? null : { walltimeSeconds };
  },
  mem: (value) => {
    const memoryPerNode = parseMemory(value);
    return memoryPerNode ? { memoryPerNode } : null;
  },
  partition: (value) => ({ queue: value }),
  account: (value) => ({ account: value }),
  qos: (value) => ({ qos: value }),
  reservation: (value) => ({ reservation: value }),
  constraint: (value) => ({ constraint: value }),
  array: (value) => ({ array: value }),
  "job-name": (value) => ({ jobName: value }),
};

/** sbatch(1)'s forms: `--name=value`, `--name value`, `-N2`, `-N 2`. GPUs by node (`--gres`) or by job have no word in `Resources`; they are kept as they are. */
export function readSlurmDirective(words: string): DirectiveMeaning | null {
  const [first = "", ...rest] = directiveWords(words);
  const option = optionOf(first, rest);
  if (!option) return null;
  if (option.name === "exclusive") return option.value === "" ? { exclusive: true } : null;
  if (option.value === "") return null;
  return meanings[option.name]?.(option.value) ?? null;
}

function optionOf(first: string, rest: readonly string[]): { name: string; value: string } | null {
  const long = /^--([a-z][a-z-]*)(?:=(.*))?$/.exec(first);
  if (long) {
    const [, name = "", value] = long;
    if (value !== undefined) return rest.length === 0 ? { name, value } : null;
    return rest.length <= 1 ? { name, value: rest[0] ?? "" } : null;
  }
  const short = /^-([A-Za-z])=?(.*)$/.exec(first);
  if (!short) return null;
  const name = shortNames[short[1] ?? ""];
  const values = [short[2] ?? "", ...rest].filter((value) => value !== "");
  return name !== undefined && values.length === 1 ? { name, value: values[0] ?? "" } : null;
}

/** A whole number; `2-4` nodes or `50%` are kept as they are. */
function count(field: keyof Resources & ("nodes" | "processes" | "processesPerNode" | "coresPerProcess" | "gpusPerProcess"), value: string): DirectiveMeaning | null {
  return /^\d{1,9}$/.test(value) ? { [field]: Number(value) } : null;
}
