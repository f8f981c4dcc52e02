import { absentSight, type QueueSight } from "../../domain/queue-sight";
import { pendingWords } from "./reasons";
import { readMinute } from "./read-time";

/** Fields of `bjobs -o`, LSF 10; the name comes last, for it may hold the delimiter. */
export const fields = ["jobid", "stat", "start_time", "estimated_start_time", "exec_host", "pend_reason", "job_name"];
export const delimiter = "^";

export interface TableJob {
  /** `24`, `24[3]`. */
  id: string;
  sight: QueueSight;
}

/** Lines of `bjobs -noheader -o "… delimiter='^'"`, or of the older `bjobs -w` where there is no `-o`. */
export function readTable(text: string, clock: Date): TableJob[] {
  return text.split("\n").flatMap((line) => (line.includes(delimiter) ? readFields(line, clock) : readWide(line)));
}

function readFields(line: string, clock: Date): TableJob[] {
  const parts = line.trim().split(delimiter);
  if (parts.length < fields.length || !/^\d+/.test(parts[0] ?? "")) return [];
  const value = (name: string) => {
    const text = parts[fields.indexOf(name)]?.trim() ?? "";
    return text === "-" ? "" : text;
  };
  const state = stateOf(value("stat"));
  const name = parts.slice(fields.length - 1).join(delimiter);
  const runs = state === "active" || state === "suspended";
  return [
    {
      id: idOf(value("jobid"), name),
      sight: {
        ...absentSight,
        state,
        ...reasonOf(value("stat"), state, value("pend_reason")),
        startedAt: runs ? readMinute(value("start_time"), clock) : null,
        expectedStartAt: state === "queued" ? readMinute(value("estimated_start_time"), clock) : null,
        nodes: runs ? nodesOf(value("exec_host")) : null,
      },
    },
  ];
}

/** `542935  efranz  RUN   short      login5   compute013  name[3]    Mar 31 14:46`. */
function readWide(line: string): TableJob[] {
  const match = /^(\d+)\s+\S+\s+([A-Z]+)\s+\S+\s+\S+\s+(\S+)\s+(.*?)\s+[A-Z][a-z]{2}\s+\d+\s+\d+:\d+\s*$/.exec(line);
  if (!match) return [];
  const [, jobid = "", stat = "", host = "", name = ""] = match;
  const state = stateOf(stat);
  return [{ id: idOf(jobid, name), sight: { ...absentSight, state, ...reasonOf(stat, state, ""), nodes: state === "active" ? nodesOf(host) : null } }];
}

/** An array's tasks have the array's number; their index is at the end of their name. */
function idOf(jobid: string, name: string): string {
  const index = /\[(\d+)\]\s*$/.exec(name)?.[1];
  return jobid.includes("[") || index === undefined ? jobid : `${jobid}[${index}]`;
}

/** bjobs(1). */
function stateOf(stat: string): QueueSight["state"] {
  switch (stat) {
    case "PEND":
    case "WAIT":
    case "PROV":
      return "queued";
    case "PSUSP":
      return "held";
    case "RUN":
      return "active";
    case "USUSP":
    case "SSUSP":
      return "suspended";
    case "DONE":
    case "EXIT":
      return "ended";
    default:
      return "unknown"; // UNKWN: its node is out of reach; ZOMBI: it was killed there
  }
}

function reasonOf(stat: string, state: QueueSight["state"], pendReason: string): Pick<QueueSight, "nativeReason" | "reason"> {
  if (state === "queued") return { nativeReason: pendReason || null, reason: pendingWords(pendReason) };
  if (state === "held") return { nativeReason: stat, reason: "Held: it waits until it is released." };
  if (stat === "USUSP") return { nativeReason: stat, reason: "Suspended by its owner or an administrator; they let it go on." };
  if (stat === "SSUSP") return { nativeReason: stat, reason: "Suspended by LSF: its node is overloaded, its queue's window is closed, or a job of higher priority runs." };
  if (stat === "UNKWN") return { nativeReason: "UNKWN: its node is out of reach", reason: null };
  return state === "unknown" ? { nativeReason: stat, reason: null } : { nativeReason: null, reason: null };
}

/** `node1:node1:4*node2`. */
function nodesOf(hosts: string): string | null {
  const names = hosts.split(":").map((host) => host.replace(/^\d+\*/, "")).filter((host) => host !== "" && host !== "-");
  return [...new Set(names)].join(",") || null;
}
