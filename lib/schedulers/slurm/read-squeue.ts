import { absentSight, type QueueSight } from "../../domain/queue-sight";
import { parseTaskRange } from "../../domain/task-range";
import { readTime } from "./duration";
import { reasonInWords } from "./reasons";

/** The reason stands last, for it may be free text. */
export const squeueFormat = "%F|%K|%T|%S|%e|%N|%r";

/** Rows of `squeue --noheader --format=<squeueFormat>` with `SLURM_TIME_FORMAT=%s`; waiting tasks of an array share one row, `2-4,6%2`. */
export function readSqueue(stdout: string): Map<string, QueueSight> {
  const sights = new Map<string, QueueSight>();
  for (const line of stdout.split("\n")) {
    const [job = "", tasks = "", state = "", start = "", end = "", nodes = "", ...reason] = line.split("|");
    if (!/^\d+$/.test(job) || state === "") continue;
    const sight = sightOf({ state, start, end, nodes, reason: reason.join("|").trim() });
    if (sight) for (const id of idsOf(job, tasks)) sights.set(id, sight);
  }
  return sights;
}

/** `4_1` … for tasks, `4` for a job of one piece. */
export function idsOf(job: string, tasks: string): string[] {
  if (tasks === "" || tasks === "N/A") return [job];
  const range = parseTaskRange(tasks.replace(/%0$/, ""));
  return range.ok ? range.range.indexes.map((index) => `${job}_${index}`) : [];
}

interface Row {
  state: string;
  start: string;
  end: string;
  nodes: string;
  reason: string;
}

const states: Record<string, QueueSight["state"]> = {
  PENDING: "queued",
  CONFIGURING: "queued",
  REQUEUED: "queued",
  REQUEUE_FED: "queued",
  REQUEUE_HOLD: "held",
  RESV_DEL_HOLD: "held",
  SPECIAL_EXIT: "held",
  RUNNING: "active",
  RESIZING: "active",
  SIGNALING: "active",
  SUSPENDED: "suspended",
  STOPPED: "suspended",
  COMPLETING: "ending",
  STAGE_OUT: "ending",
};

const ended = new Set(["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "OUT_OF_MEMORY", "NODE_FAIL", "PREEMPTED", "DEADLINE", "BOOT_FAIL", "LAUNCH_FAILED", "RECONFIG_FAIL", "REVOKED"]);

/** null for what has ended: the accounting tells that with its exit code. But what never started may have no record there. */
function sightOf({ state, start, end, nodes, reason }: Row): QueueSight | null {
  const native = reason === "" || reason === "None" || reason === "(null)" ? null : reason;
  if (ended.has(state)) return nodes === "" ? neverStarted(state, reason, end) : null;

  const held = /^JobHeld|^JobHoldMaxRequeue|held/.test(reason);
  const known = states[state] ?? "unknown";
  const where = known === "queued" && held ? "held" : known;
  const isWaiting = where === "queued" || where === "held";
  return {
    ...absentSight,
    state: where,
    nativeReason: isWaiting ? native : known === "unknown" ? state : null,
    reason: isWaiting ? waitingWords(state, reason) : otherWords(state),
    expectedStartAt: where === "queued" ? readTime(start) : null,
    startedAt: isWaiting || known === "unknown" ? null : readTime(start),
    nodes: nodes || null,
  };
}

function neverStarted(state: string, reason: string, end: string): QueueSight | null {
  if (state !== "CANCELLED" && state !== "DEADLINE") return null;
  const why = /^Dependency/.test(reason) ? "dependency" : "removed";
  return {
    ...absentSight,
    state: "ended",
    end: { reason: state === "DEADLINE" ? "deadline" : why, exitCode: null, signal: null, startedAt: null, endedAt: readTime(end), native: state },
  };
}

function waitingWords(state: string, reason: string): string | null {
  if (state === "CONFIGURING") return "Its nodes are being made ready.";
  if (state === "SPECIAL_EXIT") return "It ended with a code after which the host holds jobs. Release it to let it start again.";
  if (state === "RESV_DEL_HOLD") return reasonInWords("ReservationDeleted");
  if (state === "REQUEUE_HOLD") return reasonInWords("job requeued in held state");
  return reasonInWords(reason);
}

function otherWords(state: string): string | null {
  if (state === "SUSPENDED") return "It is suspended: an administrator, or the scheduler in favour of another job, stopped it for a while.";
  if (state === "STOPPED") return "It is stopped by a signal, and keeps its cores.";
  return null;
}
