import { mebibytes } from "../../domain/memory";
import { coresOnNode, nodeCount, processCount, processesOnNode, type Resources } from "../../domain/resources";
import type { BatchRequest, DirectiveMeaning } from "../batch-scheduler";
import { directiveWords } from "../directive-words";
import { quote } from "../quote";
import { readSizeWords } from "../size-words";

/** bsub(1) of LSF 9 and 10. A slot is a core; limits are whole minutes, rounded up; GPUs and memory are those of one node. */
export function directives({ resources, walltimeSeconds }: BatchRequest): string[] {
  const slots = processCount(resources) * (resources.coresPerProcess ?? 1);
  const memory = resources.memoryPerNode === null ? null : `${mebibytes(resources.memoryPerNode)}MB`;
  const needs = [
    resources.constraint === null ? null : `select[${resources.constraint}]`,
    span(resources),
    memory === null ? null : `rusage[mem=${memory}]`,
  ].filter((need) => need !== null);
  const lines = [
    option("-q", resources.queue),
    option("-P", resources.account),
    option("-sla", resources.qos),
    option("-U", resources.reservation),
    asksSlots(resources) ? `-n ${slots}` : null,
    needs.length === 0 ? null : `-R "${needs.join(" ")}"`,
    memory === null ? null : `-M ${memory}`,
    resources.gpusPerProcess === null ? null : `-gpu "num=${resources.gpusPerProcess * processesOnNode(resources)}"`,
    resources.exclusive ? "-x" : null,
    walltimeSeconds === null ? null : `-W ${minuteWords(walltimeSeconds)}`,
    ...resources.directives,
  ];
  return lines.filter((line) => line !== null);
}

function option(name: string, value: string | null): string | null {
  return value === null ? null : `${name} ${quote(value)}`;
}

function asksSlots({ nodes, processes, processesPerNode, coresPerProcess }: Resources): boolean {
  return [nodes, processes, processesPerNode, coresPerProcess].some((value) => value !== null);
}

function span(resources: Resources): string | null {
  if (!asksSlots(resources)) return null;
  if (nodeCount(resources) === 1 && (resources.nodes !== null || resources.coresPerProcess !== null)) return "span[hosts=1]";
  return resources.nodes !== null || resources.processesPerNode !== null ? `span[ptile=${coresOnNode(resources)}]` : null;
}

/** `[hours:]minutes`. */
function minuteWords(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Each option of a line is understood, or the whole line is kept as it is. */
export function readDirective(words: string): DirectiveMeaning | null {
  const list = directiveWords(words);
  let meaning: DirectiveMeaning = {};
  for (let at = 0; at < list.length; ) {
    const name = list[at] ?? "";
    const [read, length] = name === "-x" ? [{ exclusive: true }, 1] : [readOption(name, list[at + 1]), 2];
    if (read === null) return null;
    meaning = { ...meaning, ...read };
    at += length;
  }
  return list.length === 0 ? null : meaning;
}

function readOption(name: string, value: string | undefined): DirectiveMeaning | null {
  if (value === undefined) return null;
  switch (name) {
    case "-q":
      return /^[\w.-]+$/.test(value) ? { queue: value } : null;
    case "-P":
      return { account: value };
    case "-sla":
      return { qos: value };
    case "-U":
      return { reservation: value };
    case "-n":
      return /^\d+$/.test(value) ? { processes: Number(value) } : null;
    case "-W":
      return readMinutes(value);
    case "-J":
      return readName(value);
    case "-R":
      return readNeeds(value);
    default:
      return null;
  }
}

function readMinutes(value: string): DirectiveMeaning | null {
  const match = /^(?:(\d+):)?(\d+)$/.exec(value);
  return match ? { walltimeSeconds: (Number(match[1] ?? 0) * 60 + Number(match[2])) * 60 } : null;
}

function readName(value: string): DirectiveMeaning | null {
  const match = /^([^[\]]*)(?:\[([\d,:-]+)\](%\d+)?)?$/.exec(value);
  if (!match) return null;
  return match[2] === undefined ? { jobName: value } : { jobName: match[1] ?? "", array: `${match[2]}${match[3] ?? ""}` };
}

/** `span[ptile=4] rusage[mem=4GB] select[avx2]`; memory without a unit is in the site's own, and not read. */
function readNeeds(value: string): DirectiveMeaning | null {
  const parts = [...value.matchAll(/\s*(\w+)\[([^\]]*)\]/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== value.trimEnd()) return null;
  let meaning: DirectiveMeaning = {};
  for (const [, section = "", inner = ""] of parts) {
    const read = readNeed(section, inner.trim());
    if (read === null) return null;
    meaning = { ...meaning, ...read };
  }
  return meaning;
}

function readNeed(section: string, inner: string): DirectiveMeaning | null {
  const [name, value = ""] = inner.split("=", 2);
  if (section === "select") return { constraint: inner };
  if (section === "span" && name === "ptile" && /^\d+$/.test(value)) return { processesPerNode: Number(value) };
  if (section === "span" && inner === "hosts=1") return { nodes: 1 };
  const memory = section === "rusage" && name === "mem" && /[a-z]$/i.test(value) ? readSizeWords(value) : null;
  return memory === null ? null : { memoryPerNode: memory };
}

