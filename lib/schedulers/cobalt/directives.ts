import { nodeCount } from "../../domain/resources";
import type { BatchRequest, DirectiveMeaning } from "../batch-scheduler";
import { clockWords, readClockWords } from "../clock-words";
import { directiveWords } from "../directive-words";
import { quote } from "../quote";

/**
 * qsub(1) of Cobalt. It gives whole nodes, and wants their number and a walltime (0: the queue's longest) from everybody; a reservation is a
 * queue of its own. Processes are the launcher's affair.
 */
export function directives({ resources, walltimeSeconds }: BatchRequest): string[] {
  const queue = resources.reservation === null ? resources.queue : `R.${resources.reservation.replace(/^R\./, "")}`;
  const lines = [
    queue === null ? null : `-q ${quote(queue)}`,
    resources.account === null ? null : `-A ${quote(resources.account)}`,
    `-n ${nodeCount(resources)}`,
    `-t ${walltimeSeconds === null ? "0" : clockWords(Math.ceil(walltimeSeconds / 60) * 60)}`,
    resources.constraint === null ? null : `--attrs ${quote(resources.constraint)}`,
    ...resources.directives,
  ];
  return lines.filter((line) => line !== null);
}

const long: Record<string, string> = { "-n": "nodecount", "-t": "time", "-q": "queue", "-A": "project" };

export function readDirective(words: string): DirectiveMeaning | null {
  const list = directiveWords(words);
  let meaning: DirectiveMeaning = {};
  for (let at = 0; at < list.length; at += 1) {
    const match = /^(?:--([a-z_]+)(?:=(.*))?|(-[A-Za-z])(.*))$/.exec(list[at] ?? "");
    const name = match?.[1] ?? long[match?.[3] ?? ""];
    if (!match || name === undefined) return null;
    const attached = match[2] ?? match[4];
    const value = attached !== undefined && attached !== "" ? attached : list[++at];
    const read = value === undefined ? null : readValue(name, value);
    if (read === null) return null;
    meaning = { ...meaning, ...read };
  }
  return list.length === 0 ? null : meaning;
}

function readValue(name: string, value: string): DirectiveMeaning | null {
  switch (name) {
    case "nodecount":
      return /^\d+$/.test(value) ? { nodes: Number(value) } : null;
    case "time":
      return readTime(value);
    case "queue":
      return value.startsWith("R.") ? { reservation: value.slice(2) } : { queue: value };
    case "project":
      return { account: value };
    case "jobname":
      return { jobName: value };
    case "attrs":
      return { constraint: value };
    default:
      return null;
  }
}

/** Whole minutes, or a clock's. */
function readTime(value: string): DirectiveMeaning | null {
  const seconds = value.includes(":") ? readClockWords(value) : /^\d+$/.test(value) ? Number(value) * 60 : null;
  return seconds === null ? null : { walltimeSeconds: seconds === 0 ? null : seconds };
}
