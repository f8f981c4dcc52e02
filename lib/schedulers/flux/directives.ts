import { nodeCount, processCount, type Resources } from "../../domain/resources";
import type { BatchRequest, DirectiveMeaning } from "../batch-scheduler";
import { directiveWords } from "../directive-words";
import { quote } from "../quote";
import { readDuration } from "./duration";

/** flux-batch(1): a slot is a process. Flux asks for no memory, and has neither reservations nor QOS. */
export function directives({ resources, walltimeSeconds }: BatchRequest): string[] {
  const lines = [
    resources.queue === null ? null : `--queue=${quote(resources.queue)}`,
    resources.account === null ? null : `--bank=${quote(resources.account)}`,
    resources.nodes === null && !resources.exclusive ? null : `--nodes=${nodeCount(resources)}`,
    `--nslots=${processCount(resources)}`,
    resources.coresPerProcess === null ? null : `--cores-per-slot=${resources.coresPerProcess}`,
    resources.gpusPerProcess === null ? null : `--gpus-per-slot=${resources.gpusPerProcess}`,
    resources.exclusive ? "--exclusive" : null,
    resources.constraint === null ? null : `--requires=${quote(resources.constraint)}`,
    walltimeSeconds === null ? null : `--time-limit=${walltimeSeconds}s`,
    ...resources.directives,
  ];
  return lines.filter((line) => line !== null);
}

const long: Record<string, string> = { "-q": "queue", "-B": "bank", "-N": "nodes", "-n": "nslots", "-c": "cores-per-slot", "-g": "gpus-per-slot", "-t": "time-limit", "-x": "exclusive" };

/** Each option of a line is understood, or the whole line is kept as it is. */
export function readDirective(words: string): DirectiveMeaning | null {
  const list = directiveWords(words);
  let meaning: DirectiveMeaning = {};
  for (let at = 0; at < list.length; at += 1) {
    const option = readOption(list[at] ?? "");
    if (option === null) return null;
    const read = option.name === "exclusive" ? { exclusive: true } : readValue(option.name, option.value ?? list[++at]);
    if (read === null) return null;
    meaning = { ...meaning, ...read };
  }
  return list.length === 0 ? null : meaning;
}

function readOption(word: string): { name: string; value: string | undefined } | null {
  const match = /^--([a-z-]+)(?:=(.*))?$/.exec(word);
  if (match) return { name: match[1] ?? "", value: match[2] };
  const name = long[word.slice(0, 2)];
  return /^-[A-Za-z]/.test(word) && name !== undefined ? { name, value: word.length > 2 ? word.slice(2).replace(/^=/, "") : undefined } : null;
}

const numbers: Record<string, keyof Resources> = { nodes: "nodes", nslots: "processes", "cores-per-slot": "coresPerProcess", "gpus-per-slot": "gpusPerProcess" };

function readValue(name: string, value: string | undefined): DirectiveMeaning | null {
  if (value === undefined) return null;
  const field = numbers[name];
  if (field !== undefined) return /^\d+$/.test(value) ? { [field]: Number(value) } : null;
  switch (name) {
    case "queue":
      return { queue: value };
    case "bank":
      return { account: value };
    case "job-name":
      return { jobName: value };
    case "requires":
      return { constraint: value };
    case "time-limit": {
      const walltimeSeconds = readDuration(value, 60);
      return walltimeSeconds === null ? null : { walltimeSeconds };
    }
    default:
      return null;
  }
}

