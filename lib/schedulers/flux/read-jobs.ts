import type { EndReason } from "../../domain/end-reason";
import { absentSight, type QueueEnd, type QueueSight, type Usage } from "../../domain/queue-sight";
import { signalName } from "../signal-name";

/** For `flux jobs -o`; flux-jobs(1), 0.46 and later. What may hold the bar comes last. */
const fields = [
  "id.dec", "state", "result", "urgency", "t_run", "t_inactive", "returncode", "nodelist", "ncores", "duration",
  "annotations.sched.t_estimate", "dependencies", "exception.type", "name", "exception.note",
];
export const jobsFormat = fields.map((field) => `{${field}}`).join("|");

export interface FluxJob {
  id: string;
  name: string;
  sight: QueueSight;
}

export function readJobs(text: string): FluxJob[] {
  return text.split("\n").flatMap((line) => {
    const parts = line.split("|");
    if (parts.length < fields.length || !/^\d+$/.test(parts[0] ?? "")) return [];
    const values = new Map(fields.map((field, at) => [field, at === fields.length - 1 ? parts.slice(at).join("|") : (parts[at] ?? "")]));
    const value = (name: string) => (values.get(name) ?? "").trim();
    return [{ id: value("id.dec"), name: value("name"), sight: readSight(value) }];
  });
}

type Value = (name: string) => string;

function readSight(value: Value): QueueSight {
  const state = stateOf(value);
  return {
    ...absentSight,
    state,
    ...reasonOf(value, state),
    expectedStartAt: state === "queued" ? readTime(value("annotations.sched.t_estimate")) : null,
    startedAt: state === "active" || state === "ending" ? readTime(value("t_run")) : null,
    nodes: value("nodelist") || null,
    end: state === "ended" ? readEnd(value) : null,
    usage: readUsage(value),
  };
}

/** RFC 21. Urgency 0 holds a job. */
function stateOf(value: Value): QueueSight["state"] {
  switch (value("state")) {
    case "DEPEND":
      return "queued";
    case "PRIORITY":
    case "SCHED":
      return value("urgency") === "0" ? "held" : "queued";
    case "RUN":
      return "active";
    case "CLEANUP":
      return "ending";
    case "INACTIVE":
      return "ended";
    default:
      return "unknown";
  }
}

function reasonOf(value: Value, state: QueueSight["state"]): Pick<QueueSight, "nativeReason" | "reason"> {
  const dependencies = value("dependencies");
  if (state === "held") return { nativeReason: "urgency=0", reason: "Held: it waits until it is released." };
  if (value("state") === "DEPEND") {
    return { nativeReason: `depends: ${dependencies}`, reason: /begin-time/.test(dependencies) ? "Waits for its time." : "Waits for other jobs." };
  }
  if (value("state") === "PRIORITY") return { nativeReason: "priority-wait", reason: "Waits for Flux to give it a priority." };
  if (state === "queued") return { nativeReason: "SCHED", reason: "Waits until enough of what it asks for is free." };
  return state === "unknown" ? { nativeReason: value("state") || null, reason: null } : { nativeReason: null, reason: null };
}

function readEnd(value: Value): QueueEnd {
  return {
    ...howItEnded(value),
    startedAt: readTime(value("t_run")),
    endedAt: readTime(value("t_inactive")),
    native: [value("result"), value("exception.type"), value("exception.note")].filter((part) => part !== "").join(": ").slice(0, 300),
  };
}

const died = { exitCode: null, signal: null };

function howItEnded(value: Value): Pick<QueueEnd, "reason" | "exitCode" | "signal"> {
  const code = /^-?\d+$/.test(value("returncode")) ? Number(value("returncode")) : null;
  switch (value("result")) {
    case "COMPLETED":
      return code !== null && code < 0 ? { reason: "signal", exitCode: null, signal: signalName(-code) } : { reason: "exit", exitCode: 0, signal: null };
    case "TIMEOUT":
      return { ...died, reason: "walltime" };
    case "CANCELED":
      return { ...died, reason: value("exception.type") === "dependency" ? "dependency" : "removed" };
    default:
      return whyFailed(value("exception.type"), value("exception.note"), code);
  }
}

/** A signal is told as a negative code, and a job that never started as -128. */
function whyFailed(type: string, note: string, code: number | null): Pick<QueueEnd, "reason" | "exitCode" | "signal"> {
  const named = exceptionReason(type, note);
  if (named !== null) return { ...died, reason: named };
  if (code !== null && code >= 0) return { reason: "exit", exitCode: code, signal: null };
  return code !== null && code > -128 ? { reason: "signal", exitCode: null, signal: signalName(-code) } : { ...died, reason: "stopped" };
}

function exceptionReason(type: string, note: string): EndReason | null {
  if (/out of memory|\boom\b/i.test(note)) return "memory";
  if (type === "dependency") return "dependency";
  if (type === "cancel") return "removed";
  if (type === "timeout") return "walltime";
  if (type === "alloc") return "submit";
  if (type === "prolog") return "boot_failure";
  if (type === "node-failure" || (type === "exec" && /lost contact|node fail|broker|unreachable/i.test(note))) return "node_failure";
  return null;
}

/** Seconds since 1970 with fractions; 0 for what has not happened. */
function readTime(text: string): Date | null {
  const seconds = Number(text);
  return text !== "" && Number.isFinite(seconds) && seconds > 0 ? new Date(Math.round(seconds * 1_000)) : null;
}

function readUsage(value: Value): Usage | null {
  const [start, end] = [readTime(value("t_run")), readTime(value("t_inactive"))];
  if (!start || !end) return null;
  const duration = Number(value("duration"));
  return {
    elapsedSeconds: Math.round((end.getTime() - start.getTime()) / 1_000),
    cpuSeconds: null,
    cores: Number(value("ncores")) || null,
    peakMemory: null,
    memoryAsked: null,
    gpus: null,
    gpuUse: null,
    walltimeSeconds: duration > 0 ? Math.round(duration) : null,
  };
}
