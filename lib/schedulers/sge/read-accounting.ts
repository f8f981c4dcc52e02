import { absentSight, type QueueEnd, type QueueSight, type Usage } from "../../domain/queue-sight";
import { signalName } from "../signal-name";
import { directiveWords } from "../directive-words";
import { readBytes, readSeconds, readTime } from "./read-values";

/** One record of `qacct -j`: `name value` lines below a line of `=`; accounting(5). */
export type AccountingRecord = ReadonlyMap<string, string>;

export function readRecords(text: string): AccountingRecord[] {
  return text.split(/^=+\s*$/m).flatMap((block) => {
    const record = new Map([...block.matchAll(/^(\w+)[ \t]+(.*?)[ \t]*$/gm)].map(([, name = "", value = ""]) => [name, value]));
    return record.has("jobnumber") ? [record] : [];
  });
}

/** Codes of `failed` after which Grid Engine starts the job again: migrating, rescheduling; sge_status(5). */
const startedAgain = new Set([24, 25]);

/** A start that came to nothing is no end: the job is set aside in the queue, or tried again. */
function isNoStart(record: AccountingRecord): boolean {
  return failedCode(record) !== 0 && readTime(record.get("start_time") ?? "") === null;
}

/** `24`, or `24.3` for an array's task. */
export function recordId(record: AccountingRecord): string {
  const task = record.get("taskid") ?? "undefined";
  return `${record.get("jobnumber")}${/^\d+$/.test(task) ? `.${task}` : ""}`;
}

/** The last record of each job and task decides; those of a parallel job's slaves and of earlier starts do not. */
export function readAccounting(text: string): Map<string, QueueSight> {
  const found = new Map<string, QueueSight>();
  const restarts = new Map<string, number>();
  for (const record of readRecords(text)) {
    const id = recordId(record);
    if (isSlave(record) || isNoStart(record)) continue;
    if (startedAgain.has(failedCode(record))) restarts.set(id, (restarts.get(id) ?? 0) + 1);
    else found.set(id, { ...absentSight, state: "ended", nodes: record.get("hostname") || null, restarts: restarts.get(id) ?? 0, end: endOf(record), usage: usageOf(record) });
  }
  return found;
}

function isSlave(record: AccountingRecord): boolean {
  const peTask = record.get("pe_taskid") ?? "NONE";
  return (peTask !== "NONE" && peTask !== "undefined") || /1970$/.test(record.get("qsub_time") ?? "");
}

function failedCode(record: AccountingRecord): number {
  return Number(/^\d+/.exec(record.get("failed") ?? "")?.[0] ?? 0);
}

function endOf(record: AccountingRecord): QueueEnd {
  const failed = record.get("failed") ?? "0";
  const status = Number(/^\d+/.exec(record.get("exit_status") ?? "")?.[0] ?? 0);
  const startedAt = readTime(record.get("start_time") ?? "");
  const signal = status > 128 && status <= 192 ? signalName(status - 128) : null;
  const reason = reasonOf(record, status);
  const native = `failed ${failed.replace(/\s+/g, " ").trim()}, exit_status ${status}`;
  const isOwn = failedCode(record) === 0;
  return { reason, exitCode: isOwn ? status : null, signal: isOwn ? null : signal, startedAt, endedAt: readTime(record.get("end_time") ?? ""), native };
}

function reasonOf(record: AccountingRecord, status: number): QueueEnd["reason"] {
  const code = failedCode(record);
  if (code === 0) return "exit";
  const deletedBy = record.get("deleted_by") ?? "NONE";
  if (deletedBy !== "NONE" && deletedBy !== "") return "removed";
  const failed = record.get("failed") ?? "";
  if (isOverMemory(record)) return "memory";
  if (/h_rt|run ?time/.test(failed)) return "walltime";
  if (/memory|vmem|rss/.test(failed)) return "memory";
  // Since 8.1 a limit is told as 37, so that a KILL without it came from qdel; before, it may have been either.
  if (status === 137) return record.has("category") ? "removed" : "stopped";
  return status > 128 ? "signal" : "node_failure";
}

/** 37 stands for h_rt, h_cpu and h_vmem alike: what was used against what was asked tells them apart. */
function isOverMemory(record: AccountingRecord): boolean {
  if (!/h_vmem/.test(record.get("failed") ?? "")) return false;
  const asked = askedMemory(record);
  const used = readBytes(record.get("maxvmem") ?? "");
  return asked !== null && used !== null && used >= asked;
}

/** `-l h_rt=3,h_vmem=250M -pe smp 4`, in `category`; from 8.1 on. */
function limit(record: AccountingRecord, name: string): string | null {
  const words = directiveWords(record.get("category") ?? "");
  const lists = words.filter((_word, at) => words[at - 1] === "-l").flatMap((list) => list.split(","));
  return lists.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

function askedMemory(record: AccountingRecord): number | null {
  const each = readBytes(limit(record, "h_vmem") ?? "");
  return each === null ? null : each * Number(record.get("slots") ?? 1);
}

function usageOf(record: AccountingRecord): Usage {
  const peak = readBytes(record.get("maxvmem") ?? "");
  return {
    elapsedSeconds: seconds(record.get("ru_wallclock")),
    cpuSeconds: seconds(record.get("cpu")),
    cores: Number(record.get("slots")) || null,
    peakMemory: peak === 0 ? null : peak,
    memoryAsked: askedMemory(record),
    gpus: Number(limit(record, "gpu")) || null,
    gpuUse: null,
    walltimeSeconds: readSeconds(limit(record, "h_rt") ?? ""),
  };
}

/** `361`, `0.007s`; Univa's wallclock may be `00:06:01`. */
function seconds(text: string | undefined): number | null {
  const number = /^([\d.]+)s?$/.exec(text ?? "")?.[1];
  return number === undefined ? readSeconds(text ?? "") : Number(number);
}
