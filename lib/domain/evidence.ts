import type { EndReason } from "./end-reason";
import type { Usage } from "./queue-sight";

/** The wrapper's exit file: proof of how the script ended. Times are the host's clock. */
export interface ExitRecord {
  /** 0–255, or null when a signal ended the script. */
  code: number | null;
  /** `SIGTERM`, or null. */
  signal: string | null;
  startedAt: Date;
  endedAt: Date;
  /** Who ended it: the script itself, the walltime, a cancel, or the batch system, which told the wrapper to end. */
  cause: "itself" | "walltime" | "cancel" | "host";
  /** Processes of the script's group that lived on. */
  leftProcesses: number;
}

/** What the host's process table says of the wrapper, by pid and start time. */
export type ProcessSight =
  | "alive"
  | "gone" // same host, same boot, and no such process
  | "rebooted" // the host has started anew since
  | "elsewhere" // another machine answered than the one that runs it
  | "unknown";

/** All that one look found out about one job. */
export interface Evidence {
  /** The wrapper took the lock and began. */
  startedAt: Date | null;
  exit: ExitRecord | null;
  process: ProcessSight;
}

/** A step forward, with all that changes with it. */
export interface Move {
  to: "active" | "stage_out" | "completed" | "failed" | "canceled";
  startedAt?: Date;
  endedAt?: Date;
  exitCode?: number | null;
  signal?: string | null;
  endReason?: EndReason;
  failure?: string | null;
  usage?: Usage | null;
  nodes?: string | null;
  /** A sentence for the timeline. */
  text?: string;
}
