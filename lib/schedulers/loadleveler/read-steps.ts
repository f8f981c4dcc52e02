import { absentSight, type QueueEnd, type QueueSight } from "../../domain/queue-sight";
import { signalName } from "../signal-name";

/** Fields of `llq -l` that mean something here; the rest is left on the host. */
export const stepsFilter = `awk '
  /^=+ Job Step / { print; next }
  /^ *(Job Step Id|Job Name|Status|Dispatch Time|Completion Date|Completion Code|Negotiator Messages|Allocated Hosts?) *:/ { print }
  /^ *\\+ [^ ]+::/ { print }
  /^llq: / { print }
'`;

export interface Step {
  /** `host.12`, without the step's own number. */
  jobId: string;
  jobName: string;
  sight: QueueSight;
}

/** llq(1) -l of LoadLeveler 3 to 5. */
export function readSteps(text: string): Step[] {
  return text.split(/^=+ Job Step .*$/m).slice(1).flatMap((block) => {
    const value = (name: string) => new RegExp(`^ *${name} *: *(.*)$`, "m").exec(block)?.[1]?.trim() ?? "";
    const stepId = value("Job Step Id");
    if (stepId === "") return [];
    return [{ jobId: stepId.replace(/\.\d+$/, ""), jobName: value("Job Name"), sight: { ...readSight(value), nodes: nodesOf(block) } }];
  });
}

/** `Allocated Hosts : meso-2::(…)`, each further one on a line of its own after `+`. */
function nodesOf(block: string): string | null {
  const names = [...block.matchAll(/^ *(?:Allocated Hosts? *:|\+) *([^\s:]+)::/gm)].map(([, name = ""]) => name);
  return [...new Set(names)].join(",") || null;
}

type Value = (name: string) => string;

function readSight(value: Value): QueueSight {
  const status = value("Status");
  const message = value("Negotiator Messages").slice(0, 300);
  const [state, reason] = states[status] ?? ["unknown", null];
  const runs = state === "active" || state === "ending" || state === "suspended";
  return {
    ...absentSight,
    state: state === "ended" && readEnd(value) === null ? "unknown" : state,
    nativeReason: status === "Running" ? null : [status, message].filter(Boolean).join(": ") || null,
    reason: state === "queued" && message !== "" ? message : reason,
    startedAt: runs ? readTime(value("Dispatch Time")) : null,
    end: state === "ended" ? readEnd(value) : null,
  };
}

const states: Record<string, [QueueSight["state"], string | null]> = {
  Idle: ["queued", "Waits for its turn, or until enough of what it asks for is free."],
  "Not Queued": ["queued", "You have as many jobs in the queue as LoadLeveler considers at a time. It is looked at when some have ended."],
  Deferred: ["queued", "Waits for its time."],
  Pending: ["queued", "It is being started."],
  Starting: ["queued", "It is being started."],
  Unexpanded: ["queued", null],
  "User Hold": ["held", "Held: it waits until it is released."],
  "System Hold": ["held", "Held by an administrator: they release it."],
  "User & System Hold": ["held", "Held by you and by an administrator."],
  Running: ["active", null],
  Checkpointing: ["active", null],
  Preempted: ["suspended", "It was stopped to make room for a job of higher priority, and goes on later."],
  "Preempt Pending": ["suspended", "It makes room for a job of higher priority."],
  "Resume Pending": ["suspended", "It is about to go on."],
  "Complete Pending": ["ending", null],
  "Remove Pending": ["ending", null],
  "Vacate Pending": ["ending", null],
  "Reject Pending": ["ending", null],
  Completed: ["ended", null],
  Canceled: ["ended", null],
  Cancelled: ["ended", null],
  Removed: ["ended", null],
  Rejected: ["ended", null],
  Terminated: ["ended", null],
  Vacated: ["ended", null],
  "Not Run": ["ended", null],
};

/** The completion code is a wait status. A step that is over stays in the queue for a moment only. */
function readEnd(value: Value): QueueEnd | null {
  const status = value("Status");
  const facts = { startedAt: readTime(value("Dispatch Time")), endedAt: readTime(value("Completion Date")), native: `${status}, completion code ${value("Completion Code") || "none"}` };
  if (/^(Canceled|Cancelled|Removed)$/.test(status)) return { ...facts, reason: "removed", exitCode: null, signal: null };
  if (status === "Rejected") return { ...facts, reason: "boot_failure", exitCode: null, signal: null };
  if (status === "Vacated") return { ...facts, reason: "preempted", exitCode: null, signal: null };
  const code = /^\d+$/.test(value("Completion Code")) ? Number(value("Completion Code")) : null;
  if (status !== "Completed" || code === null) return null;
  return (code & 127) === 0 ? { ...facts, reason: "exit", exitCode: code >> 8, signal: null } : { ...facts, reason: "signal", exitCode: null, signal: signalName(code & 127) };
}

/** `Tue Jul 24 10:19:38 CDT 2007`; in UTC, as the commands run, unless the zone says otherwise. */
function readTime(text: string): Date | null {
  const date = new Date(text);
  return text === "" || Number.isNaN(date.getTime()) ? null : date;
}
