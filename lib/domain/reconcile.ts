import type { Evidence, ExitRecord, Move } from "./evidence";
import type { EndReason } from "./end-reason";
import type { Job } from "./job";
import { canMove } from "./job-state";

export type Verdict =
  | { kind: "move"; move: Move }
  | { kind: "heard" } // proof that it is as we think
  | { kind: "silent"; sentence: string } // no proof either way: the state stays
  | { kind: "nothing" };

type Known = Pick<Job, "state" | "cancelRequestedAt" | "startedAt" | "nativeId">;

/**
 * What one look at a host means for a job. An end needs the exit file; a process that is gone without one
 * proves nothing about the work and only makes the job "not heard from".
 */
export function reconcile(job: Known, seen: Evidence): Verdict {
  if (seen.exit && canMove(job.state, "stage_out")) return { kind: "move", move: endOf(seen.exit) };
  if (seen.startedAt && canMove(job.state, "active")) {
    return { kind: "move", move: { to: "active", startedAt: seen.startedAt } };
  }
  switch (seen.process) {
    case "alive":
      return { kind: "heard" };
    case "gone":
      return { kind: "silent", sentence: "Its process is gone from the host, and it left no exit file." };
    case "rebooted":
      return { kind: "silent", sentence: "The host has been restarted since, and the job left no exit file." };
    case "elsewhere":
      return { kind: "silent", sentence: "Another machine answers under this host's address, so the job's process cannot be seen." };
    case "unknown":
      return { kind: "nothing" };
  }
}

/** The job has ended on its host; its files come next, then `finalMove`. */
function endOf(exit: ExitRecord): Move {
  const endReason: EndReason =
    exit.cause === "walltime" ? "walltime" : exit.cause === "cancel" ? "canceled" : exit.signal ? "signal" : "exit";
  return {
    to: "stage_out",
    startedAt: exit.startedAt,
    endedAt: exit.endedAt,
    exitCode: exit.code,
    signal: exit.signal,
    endReason,
    text:
      exit.leftProcesses > 0
        ? `The script ended and left ${exit.leftProcesses} ${exit.leftProcesses === 1 ? "process" : "processes"} running on the host.`
        : undefined,
  };
}

/** The final state that the recorded end stands for. Completed means exit code 0 and nothing else. */
export function finalStateOf(job: Pick<Job, "endReason" | "exitCode">): "completed" | "failed" | "canceled" {
  if (job.endReason === "canceled") return "canceled";
  return job.endReason === "exit" && job.exitCode === 0 ? "completed" : "failed";
}
