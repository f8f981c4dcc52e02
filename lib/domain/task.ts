import type { EndReason } from "./end-reason";
import type { JobState } from "./job-state";

export interface Parameter {
  name: string;
  value: string;
}

/** One of an array's runs of the script. `index` is what the scheduler and `$SQMPY_TASK` call it. */
export interface TaskSpec {
  index: number;
  /** From the table: set as environment variables, and put for `{name}` in the arguments. */
  parameters: readonly Parameter[];
}

export interface Task extends TaskSpec {
  state: JobState;
  queueReason: string | null;
  endReason: EndReason | null;
  exitCode: number | null;
  signal: string | null;
  nativeId: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
  heardAt: Date | null;
  silence: string | null;
}

export type TaskCounts = Partial<Record<JobState, number>>;

/** When this job may start, given how the other one ended. */
export const dependencyConditions = ["ok", "any", "fail"] as const;
export type DependencyCondition = (typeof dependencyConditions)[number];
