import type { QueueSight } from "../../domain/queue-sight";
import { stateOf, type QueueEntry } from "./read-queue";

/** What `qstat -j` says of one job, by `explain`'s filter. */
export interface Explanation {
  /** By task; 1 for a job that is no array. */
  errors: Map<number, string>;
  /** The scheduler's own lines on why it waits. */
  messages: string[];
  /** Whether queues were passed over for being full. */
  isFull: boolean;
  /** One of the queues that were passed over for another cause, in the scheduler's words. */
  dropped: string | null;
}

/** Asked about at most so many jobs at a time, those in error first: each answer costs the master a look at the job. */
const mostExplained = 20;

/**
 * Shell lines that ask `qstat -j` about the jobs of `$queue` that are in error or wait, and print what matters: the whole of it names every
 * queue of the site.
 */
export const explainCommand = `
ids=$(printf '%s\\n' "$queue" | awk -F'[<>]' '
  $2 == "JB_job_number" { id = $3 }
  $2 == "state" && $3 ~ /E/ && id != bad_id && bad_count++ < ${mostExplained} { bad = bad "," id; bad_id = id }
  $2 == "state" && $3 ~ /^[hRw]*qw?$/ && waiting_count++ < ${mostExplained} { waiting = waiting "," id }
  END { print substr(bad waiting, 2) }' | cut -d, -f1-${mostExplained})
[ -z "$ids" ] || qstat -j "$ids" 2>/dev/null | awk '
  /^job_number:/ { inside = 0; count = 0; full = 0; dropped = 0; print }
  /^error reason/ { print }
  /^scheduling info:/ { inside = 1; sub(/^scheduling info:/, "") }
  /^[a-z=]/ { inside = 0 }
  { sub(/^ +/, "") }
  inside && / dropped because it is full/ { if (!full++) print "full:"; next }
  inside && / dropped because / { if (!dropped++) print "dropped: " $0; next }
  inside && count++ < 8 { print "why: " $0 }
'
`.trim();

/** qstat(1) -j, as `explainCommand` leaves it. */
export function readExplanations(text: string): Map<string, Explanation> {
  const found = new Map<string, Explanation>();
  let current: Explanation | null = null;
  for (const line of text.split("\n")) {
    const id = /^job_number:\s+(\d+)/.exec(line)?.[1];
    if (id) found.set(id, (current = { errors: new Map(), messages: [], isFull: false, dropped: null }));
    const error = /^error reason\s+(\d+):\s+(.*)$/.exec(line);
    if (error) current?.errors.set(Number(error[1]), withoutStamp(error[2] ?? ""));
    if (line === "full:" && current) current.isFull = true;
    if (line.startsWith("dropped: ") && current) current.dropped = line.slice(9).trim();
    if (line.startsWith("why: ")) current?.messages.push(line.slice(5).trim());
  }
  return found;
}

/** `11/24/2026 09:37:40 [1007:16079]: error: can't chdir …`: the words alone. */
function withoutStamp(text: string): string {
  return text.replace(/^[\d/]+ [\d:.]+ \[\d+:\d+\]:\s*/, "").replace(/^error:\s*/, "").trim();
}

/** Says in words why one job or task is where it is. */
export function reasonOf(entry: QueueEntry, task: number, told: Explanation | undefined): Pick<QueueSight, "nativeReason" | "reason"> {
  const { state } = entry;
  if (state.includes("E")) {
    const error = told?.errors.get(task) ?? [...(told?.errors.values() ?? [])][0] ?? null;
    return {
      nativeReason: error ?? state,
      reason: `Grid Engine could not start it and set it aside${error ? `: ${error}` : "."}${/[.!]$/.test(error ?? ".") ? "" : "."} Mend the cause and release it, or cancel it.`,
    };
  }
  if (state.includes("s")) return { nativeReason: state, reason: "Suspended by its owner or an administrator; they let it go on." };
  if (state.includes("S")) return { nativeReason: state, reason: "Suspended with its queue; it goes on when the queue does." };
  if (state.includes("T")) return { nativeReason: state, reason: "Suspended because its node is overloaded; it goes on when the load falls." };
  if (entry.waitsFor.length > 0) {
    return { nativeReason: `hold_jid ${entry.waitsFor.join(",")}`, reason: `Waits for the end of ${entry.waitsFor.length === 1 ? "job" : "jobs"} ${entry.waitsFor.join(", ")}.` };
  }
  switch (stateOf(entry)) {
    case "held":
      return { nativeReason: state, reason: "Held: it waits until it is released." };
    case "queued":
      return waitingReason(told);
    default:
      return { nativeReason: null, reason: null };
  }
}

function waitingReason(told: Explanation | undefined): Pick<QueueSight, "nativeReason" | "reason"> {
  const telling = (told?.messages ?? []).filter((line) => !/not contained in its (hard|soft) queue list|^Job is in (hold|error) state/i.test(line));
  const first = telling.find((line) => !/does not have the correct project/.test(line)) ?? telling[0];
  if (first !== undefined) return { nativeReason: first, reason: inWords(first) };
  if (told?.isFull) return { nativeReason: "full", reason: "Waits for free slots: the queues that it may use are full." };
  if (told?.dropped) return { nativeReason: told.dropped, reason: `No queue takes it now: ${told.dropped}.` };
  return { nativeReason: null, reason: null };
}

/** The messages are those of schedd_message(3) as Grid Engine 6.2 to 8.1.9 write them. */
function inWords(line: string): string {
  if (/not all array tasks may be started/.test(line)) return "As many of its tasks are active as may be at a time.";
  if (/until clean ?up of a previous run/.test(line)) return "Its node still clears up after the last try; then it starts.";
  const offered = /cannot run in PE "([^"]+)" because it only offers (\S+) slots/.exec(line);
  if (offered) return `The parallel environment “${offered[1]}” gives it only ${offered[2]} slots now, and it asks for more. If it never has more, ask for fewer.`;
  const refused = /^(?:\((.+?)\) )?cannot run (?:in queue|at host) "([^"]+)" because (.+)$/.exec(line);
  if (!refused) return `Grid Engine says: ${line}.`;
  const [, asked, place, why = ""] = refused;
  if (/it offers only/.test(why)) return `“${place}” does not give what it asks${asked ? ` (${asked})` : ""}: ${why}.`;
  return `“${place}” cannot take it${asked ? `: it asks ${asked}` : `: ${why}`}. If no other queue can, ask for less.`;
}
