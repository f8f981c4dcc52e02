import type { EndReason } from "./end-reason";

/** What a job used, as the scheduler accounts it; null where it does not say. */
export interface Usage {
  elapsedSeconds: number | null;
  /** Of all cores together. */
  cpuSeconds: number | null;
  cores: number | null;
  /** Bytes, the peak of one node (or of one process where the scheduler knows no more). */
  peakMemory: number | null;
  /** Bytes asked, on the same terms. */
  memoryAsked: number | null;
  gpus: number | null;
  /** 0–1, where the scheduler measures it. */
  gpuUse: number | null;
  walltimeSeconds: number | null;
}

/** A scheduler's terminal record. Times are exact to the second. */
export interface QueueEnd {
  /** `exit` for an end of its own, whatever the code. */
  reason: EndReason;
  exitCode: number | null;
  /** `SIGKILL`, or null. */
  signal: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
  /** The scheduler's own word, such as `NODE_FAIL`. */
  native: string;
}

/** Where a scheduler says that a job, or one task of an array, is. */
export interface QueueSight {
  state:
    | "queued"
    | "held" // waits for somebody's release
    | "active"
    | "suspended"
    | "ending" // on its way out; not ended
    | "ended" // a terminal record: `end` says how
    | "absent" // neither in the queue nor in the accounting: proves nothing
    | "unknown"; // a state that Sqmpy does not know: proves nothing
  /** The scheduler's own word for why it waits, such as `QOSMaxJobsPerUserLimit`. */
  nativeReason: string | null;
  /** The same in words for a researcher, with what to do where something can be done. */
  reason: string | null;
  expectedStartAt: Date | null;
  startedAt: Date | null;
  /** How often it was put back into the queue. */
  restarts: number;
  /** Where it runs, as the scheduler writes it. */
  nodes: string | null;
  end: QueueEnd | null;
  usage: Usage | null;
}

export const absentSight: QueueSight = {
  state: "absent",
  nativeReason: null,
  reason: null,
  expectedStartAt: null,
  startedAt: null,
  restarts: 0,
  nodes: null,
  end: null,
  usage: null,
};
