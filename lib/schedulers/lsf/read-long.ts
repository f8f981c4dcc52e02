import type { EndReason } from "../../domain/end-reason";
import { absentSight, type QueueEnd, type QueueSight, type Usage } from "../../domain/queue-sight";
import { signalName } from "../signal-name";
import { readSizeWords } from "../size-words";
import { readSecond } from "./read-time";

/**
 * `bjobs -l` and `bhist -l`, LSF 9 and 10: a head (`Job <24[3]>, Job Name <…>, …`), then what happened to it, each with its moment; lines
 * are broken anywhere at 80 columns and go on after 21 blanks. Jobs that have not ended are left out.
 */
export function readLong(text: string, clock: Date): Map<string, QueueSight> {
  const found = new Map<string, QueueSight>();
  for (const block of text.replace(/\n {21}/g, "").split(/^(?=Job <\d+(?:\[\d+\])?>)/m)) {
    const id = /^Job <(\d+(?:\[\d+\])?)>/.exec(block)?.[1];
    if (id === undefined) continue;
    const sight = readJob(block, clock);
    if (sight) found.set(id, sight);
  }
  return found;
}

interface Moment {
  at: Date | null;
  what: string;
}

function readJob(block: string, clock: Date): QueueSight | null {
  const moments = block.split("\n").flatMap((line): Moment[] => {
    const match = /^([A-Z][a-z]{2} [A-Z][a-z]{2}\s+\d+ \d+:\d+:\d+(?: \d{4})?): (.*)$/.exec(line);
    return match ? [{ at: readSecond(match[1] ?? "", clock), what: match[2] ?? "" }] : [];
  });
  const over = moments.filter(({ what }) => /^(Done successfully|Exited|Completed <|Termination request issued)/.test(what));
  const last = over.find(({ what }) => /^(Done|Exited|Completed)/.test(what));
  if (!last) return null;
  const started = moments.findLast(({ what }) => /^(Dispatched|Started|Starting|\[\d+\] (started|dispatched)|Job started)/i.test(what));
  const said = over.map(({ what }) => what).join(" ");
  const end: QueueEnd = { ...howItEnded(said), startedAt: started?.at ?? null, endedAt: last.at, native: said.replace(/\s+/g, " ").replace(/;?\s*$/, "").slice(0, 300) };
  return { ...absentSight, state: "ended", end, usage: usageOf(block, end) };
}

const died = { exitCode: null, signal: null };

function howItEnded(said: string): Pick<QueueEnd, "reason" | "exitCode" | "signal"> {
  const term = /\b(TERM_[A-Z_]+)/.exec(said)?.[1];
  const reason = term === undefined ? undefined : termReasons[term];
  const code = /with exit code (\d+)/.exec(said)?.[1];
  if (reason !== undefined) return { ...died, exitCode: code === undefined ? null : Number(code), reason };
  if (/Done successfully|Completed <done>/.test(said)) return { reason: "exit", exitCode: 0, signal: null };
  const signal = /(?:by signal|signal termination:) (\d+)/.exec(said)?.[1];
  if (signal !== undefined) return { reason: "signal", exitCode: null, signal: signalName(Number(signal)) };
  if (code !== undefined) return { reason: "exit", exitCode: Number(code), signal: null };
  return { ...died, reason: "stopped" };
}

/** lsbatch.h and bacct(1). Limits that Sqmpy has no word for are told as they are. */
const termReasons: Record<string, EndReason> = {
  TERM_RUNLIMIT: "walltime",
  TERM_MEMLIMIT: "memory",
  TERM_SWAP: "memory",
  TERM_PREEMPT: "preempted",
  TERM_DEADLINE: "deadline",
  TERM_OWNER: "removed",
  TERM_FORCE_OWNER: "removed",
  TERM_ADMIN: "removed",
  TERM_FORCE_ADMIN: "removed",
  TERM_REMOVE_HUNG_JOB: "node_failure",
  TERM_ORPHAN_SYSTEM: "dependency",
  TERM_CWD_NOTEXIST: "boot_failure",
  TERM_PRE_EXEC_FAIL: "boot_failure",
  TERM_CPULIMIT: "stopped",
  TERM_PROCESSLIMIT: "stopped",
  TERM_THREADLIMIT: "stopped",
  TERM_FILELIMIT: "stopped",
  TERM_LOAD: "stopped",
  TERM_WINDOW: "stopped",
  TERM_BUCKET_KILL: "stopped",
};

function usageOf(block: string, { startedAt, endedAt }: QueueEnd): Usage | null {
  if (!startedAt || !endedAt) return null;
  const cpu = /CPU time used is ([\d.]+) seconds/.exec(block)?.[1];
  const tasks = /(?:Started|Dispatched) (\d+) Task/i.exec(block)?.[1] ?? /(\d+) (?:Processors|Task\(s\)) Requested/i.exec(block)?.[1];
  const limit = /RUNLIMIT[^\n]*\n\s*([\d.]+) min/.exec(block)?.[1];
  return {
    elapsedSeconds: (endedAt.getTime() - startedAt.getTime()) / 1_000,
    cpuSeconds: cpu === undefined ? null : Number(cpu),
    cores: tasks === undefined ? 1 : Number(tasks),
    peakMemory: readMemory(/MAX MEM: ([\d.]+ [A-Za-z]+)/.exec(block)?.[1]),
    memoryAsked: readMemory(/MEMLIMIT[^\n]*\n\s*([\d.]+ [A-Za-z]+)/.exec(block)?.[1]),
    gpus: null,
    gpuUse: null,
    walltimeSeconds: limit === undefined ? null : Number(limit) * 60,
  };
}

/** `5.2 Gbytes`, `522 MBytes`, `4 G`. */
function readMemory(text: string | undefined): number | null {
  return text === undefined ? null : readSizeWords(text.replace(/([kmgt])bytes$/i, "$1"));
}
