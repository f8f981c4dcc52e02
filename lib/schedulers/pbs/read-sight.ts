import type { EndReason } from "../../domain/end-reason";
import { absentSight, type QueueEnd, type QueueSight, type Usage } from "../../domain/queue-sight";
import { readClockWords } from "../clock-words";
import { signalName } from "../signal-name";
import { readSizeWords } from "../size-words";
import { shortId } from "./native-id";
import type { Block } from "./read-blocks";
import { commentWords } from "./reasons";

/** One job of `qstat -f`: PBS Pro 11 to OpenPBS 23 and PBS Pro 2025, Torque 2 to 6. */
export function readSight(job: Block): QueueSight {
  const value = (name: string) => job.attributes.get(name) ?? null;
  const state = stateOf(job);
  const starts = Number(value("run_count") ?? value("start_count") ?? 0);
  const hasBegun = state === "active" || state === "suspended" || state === "ending";
  return {
    ...absentSight,
    state,
    ...reasonOf(job, state),
    expectedStartAt: state === "queued" ? readTime(value("estimated.start_time")) : null,
    startedAt: hasBegun ? startOf(job) : null,
    restarts: Math.max(0, starts - 1),
    nodes: nodesOf(value("exec_host")),
    end: state === "ended" ? endOf(job) : null,
    usage: usageOf(job),
  };
}

function stateOf({ attributes }: Block): QueueSight["state"] {
  switch (attributes.get("job_state")) {
    case "Q":
    case "W": // for its time
    case "T": // on its way to another queue
      return "queued";
    case "H":
      return waitsForJobs(attributes) ? "queued" : "held";
    case "R":
    case "B":
      return "active";
    case "S":
    case "U": // the workstation's owner is at work
      return "suspended";
    case "E":
      return "ending";
    case "F":
    case "C":
      return "ended";
    case "X":
      return statusOf(attributes) !== null || attributes.get("substate") === terminated ? "ended" : "unknown";
    default:
      return "unknown";
  }
}

/** OpenPBS's job.h: a hold by the system itself, on account of a dependency. Torque has no substate there, but the same hold. */
function waitsForJobs(attributes: Block["attributes"]): boolean {
  const types = attributes.get("Hold_Types") ?? "n";
  return dependencyOf(attributes).length > 0 && !/[uo]/.test(types) && ["22", undefined].includes(attributes.get("substate"));
}

/** Jobs that it waits for. */
function dependencyOf(attributes: Block["attributes"]): string[] {
  const told = attributes.get("depend") ?? "";
  return [...told.matchAll(/\bafter[a-z]*:([^,]*)/g)].flatMap(([, list = ""]) => list.split(":").map(shortId).filter((id) => /^\d/.test(id)));
}

function reasonOf({ attributes }: Block, state: QueueSight["state"]): Pick<QueueSight, "nativeReason" | "reason"> {
  const letter = attributes.get("job_state") ?? "";
  const comment = attributes.get("comment")?.trim() || null;
  const waitsFor = dependencyOf(attributes);
  switch (state) {
    case "held":
      return { nativeReason: `Hold_Types=${attributes.get("Hold_Types") ?? "?"}`, reason: heldWords(attributes.get("Hold_Types") ?? "", comment) };
    case "queued":
      if (letter === "H") return { nativeReason: `depend=${attributes.get("depend") ?? ""}`, reason: `Waits for the end of ${waitsFor.length > 1 ? "jobs" : "job"} ${waitsFor.join(", ")}.` };
      if (letter === "W") return { nativeReason: comment ?? "W", reason: `Waits for its time${attributes.has("Execution_Time") ? ` (${attributes.get("Execution_Time")})` : ""}.` };
      return { nativeReason: comment, reason: comment === null || /^Job (run|started) /.test(comment) ? null : commentWords(comment) };
    case "suspended":
      return { nativeReason: comment ?? letter, reason: "Suspended: by an administrator, or to make room for a job of higher priority. It goes on by itself or when they let it." };
    case "unknown":
      return { nativeReason: letter === "M" ? "moved to another server" : letter || null, reason: null };
    default:
      return { nativeReason: null, reason: null };
  }
}

function heldWords(types: string, comment: string | null): string {
  if (types.includes("s") && comment !== null) return `PBS set it aside: ${comment}. Mend the cause and release it, or cancel it.`;
  if (/[os]/.test(types)) return "Held by an administrator: they release it.";
  if (types.includes("p")) return "Held because of a bad password. Ask the host's administrators.";
  return "Held: it waits until it is released.";
}

function statusOf(attributes: Block["attributes"]): number | null {
  const told = attributes.get("Exit_status") ?? attributes.get("exit_status");
  return told !== undefined && /^-?\d+$/.test(told.trim()) ? Number(told) : null;
}

const terminated = "91"; // OpenPBS's job.h: deleted by somebody
const died = { exitCode: null, signal: null };

function endOf(job: Block): QueueEnd {
  const { attributes } = job;
  const status = statusOf(attributes);
  const startedAt = startOf(job);
  return {
    ...howItEnded(attributes, status, startedAt),
    startedAt,
    endedAt: readTime(attributes.get("obittime") ?? attributes.get("comp_time") ?? attributes.get("mtime") ?? null),
    native: [status === null ? "no exit status" : `exit status ${status}`, attributes.get("comment")?.trim()].filter(Boolean).join(", "),
  };
}

function howItEnded(attributes: Block["attributes"], status: number | null, startedAt: Date | null): Pick<QueueEnd, "reason" | "exitCode" | "signal"> {
  const comment = attributes.get("comment") ?? "";
  if (/dependency of .* can never be satisfied|result of dependency/i.test(comment)) return { ...died, reason: "dependency" };
  const exceeded = /exceeded resource (mem|vmem|walltime)/.exec(comment)?.[1];
  if (exceeded !== undefined) return { ...died, reason: exceeded === "walltime" ? "walltime" : "memory" };
  if (status !== null && status < 0) return { ...died, reason: (attributes.has("comp_time") ? torqueReasons : pbsReasons)[status] ?? "boot_failure" };
  if (attributes.get("substate") === terminated) return { ...died, reason: "removed" };
  if (status === null) return { ...died, reason: startedAt === null && dependencyOf(attributes).length > 0 ? "dependency" : startedAt === null ? "removed" : "stopped" };
  if (status < 256) return { reason: "exit", exitCode: status, signal: null };
  if (hasOverrun(attributes)) return { ...died, reason: "walltime" };
  // Torque has no mark for a deleted job but this.
  if (status === 271 && !attributes.has("substate")) return { ...died, reason: "removed" };
  return { reason: "signal", exitCode: null, signal: signalName(status & 127) };
}

/** OpenPBS's job.h. Others are failures to start it. */
const pbsReasons: Record<number, EndReason> = {
  [-4]: "node_failure",
  [-5]: "node_failure",
  [-6]: "node_failure",
  [-11]: "stopped",
  [-12]: "stopped",
  [-14]: "node_failure",
  [-17]: "removed",
  [-19]: "removed",
  [-20]: "node_failure",
  [-24]: "stopped",
  [-25]: "stopped",
  [-26]: "memory",
  [-27]: "memory",
  [-28]: "stopped",
  [-29]: "walltime",
  [-30]: "node_failure",
  [-31]: "memory",
  [-32]: "node_failure",
};

/** Torque's pbs_job.h. */
const torqueReasons: Record<number, EndReason> = { [-4]: "node_failure", [-5]: "node_failure", [-6]: "node_failure", [-10]: "memory", [-11]: "walltime", [-12]: "stopped" };

/** Versions without a status for it kill a job that has used up its walltime by a plain signal. */
function hasOverrun(attributes: Block["attributes"]): boolean {
  const used = readClockWords(attributes.get("resources_used.walltime") ?? "");
  const asked = readClockWords(attributes.get("Resource_List.walltime") ?? "");
  return used !== null && asked !== null && asked > 0 && used >= asked;
}

function startOf({ attributes }: Block): Date | null {
  return readTime(attributes.get("stime") ?? attributes.get("start_time") ?? null);
}

/** `Tue Apr  9 15:01:47 2013`, or with seconds since 1970 before it; in UTC, as the commands run. */
export function readTime(text: string | null): Date | null {
  if (text === null) return null;
  const seconds = /^(\d{9,})\b/.exec(text.trim())?.[1];
  const date = seconds === undefined ? new Date(`${text.trim()} UTC`) : new Date(Number(seconds) * 1_000);
  return Number.isNaN(date.getTime()) || date.getTime() <= 0 ? null : date;
}

/** `b141/0*16+b142/0*16`, `node-1/0-19`, `n2/1+n2/0`. */
function readHosts(text: string | null): { name: string; cores: number }[] {
  return (text ?? "").split("+").filter(Boolean).map((part) => {
    const [name = "", slots = ""] = part.split("/");
    const times = /\*(\d+)/.exec(slots)?.[1];
    if (times !== undefined) return { name, cores: Number(times) };
    return { name, cores: slots.split(",").reduce((sum, range) => sum + spanOf(range), 0) };
  });
}

function spanOf(range: string): number {
  const [first, last] = range.split("-").map(Number);
  return first === undefined || last === undefined ? 1 : last - first + 1;
}

function nodesOf(execHost: string | null): string | null {
  return [...new Set(readHosts(execHost).map(({ name }) => name))].join(",") || null;
}

function usageOf({ attributes }: Block): Usage | null {
  const used = (name: string) => attributes.get(`resources_used.${name}`) ?? "";
  const asked = (name: string) => attributes.get(`Resource_List.${name}`) ?? "";
  if (used("walltime") === "" && used("cput") === "") return null;
  const cores = readHosts(attributes.get("exec_host") ?? null).reduce((sum, host) => sum + host.cores, 0);
  return {
    elapsedSeconds: readClockWords(used("walltime")),
    cpuSeconds: readClockWords(used("cput")),
    cores: Number(used("ncpus") || asked("ncpus")) || cores || null,
    peakMemory: readSizeWords(used("mem")),
    memoryAsked: readSizeWords(asked("mem")),
    gpus: Number(asked("ngpus")) || null,
    gpuUse: null,
    walltimeSeconds: readClockWords(asked("walltime")),
  };
}
