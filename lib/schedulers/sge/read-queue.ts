import { absentSight, type QueueSight } from "../../domain/queue-sight";
import { readTasks } from "./native-id";
import { readTime } from "./read-values";

/** One `<job_list>` of `qstat -xml -r`: a job, or the tasks of an array that are in the same state. */
export interface QueueEntry {
  jobNumber: string;
  name: string;
  /** Letters: `r`, `qw`, `hqw`, `Eqw`, `dr` …, see sge_status(5). */
  state: string;
  startedAt: Date | null;
  /** `all.q@node1`, or empty. */
  queue: string;
  /** null: not an array. */
  tasks: number[] | null;
  /** Job numbers that it waits for. */
  waitsFor: string[];
}

/** qstat's XML of Grid Engine 6.2 and later, Son of Grid Engine, Open Grid Scheduler and Univa's; each has one element a line. */
export function readQueue(xml: string): QueueEntry[] {
  return [...xml.matchAll(/<job_list\b[^>]*>([\s\S]*?)<\/job_list>/g)].flatMap(([, block = ""]) => {
    const jobNumber = one(block, "JB_job_number");
    if (!jobNumber) return [];
    const tasks = one(block, "tasks");
    return [
      {
        jobNumber,
        name: one(block, "full_job_name") || one(block, "JB_name"),
        state: one(block, "state"),
        startedAt: readTime(one(block, "JAT_start_time")),
        queue: one(block, "queue_name"),
        tasks: tasks === "" ? null : readTasks(tasks),
        waitsFor: all(block, "predecessor_jobs"),
      },
    ];
  });
}

function one(block: string, tag: string): string {
  return all(block, tag)[0] ?? "";
}

function all(block: string, tag: string): string[] {
  return [...block.matchAll(new RegExp(`<${tag}(?:\\s[^>]*)?>([^<]*)</${tag}>`, "g"))].map(([, text = ""]) => unescaped(text.trim())).filter((text) => text !== "");
}

const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", apos: "'", quot: '"' };

export function unescaped(text: string): string {
  return text.replace(/&(lt|gt|amp|apos|quot);/g, (_whole, name: string) => entities[name] ?? "");
}

/** sge_status(5). An entry in error waits for somebody who clears the error. */
export function stateOf({ state, waitsFor }: QueueEntry): QueueSight["state"] {
  if (state.includes("d")) return "ending";
  if (state.includes("E")) return "held";
  if (/[sST]/.test(state)) return "suspended";
  if (/[rt]/.test(state)) return "active";
  if (/^[hRw]*qw?$/.test(state)) return state.includes("h") && waitsFor.length === 0 ? "held" : "queued";
  return "unknown";
}

export function sightOf(entry: QueueEntry): QueueSight {
  const state = stateOf(entry);
  const runs = state === "active" || state === "suspended" || state === "ending";
  return {
    ...absentSight,
    state,
    nativeReason: entry.state || null,
    startedAt: runs ? entry.startedAt : null,
    restarts: entry.state.includes("R") ? 1 : 0,
    nodes: entry.queue.split("@")[1] ?? null,
  };
}
