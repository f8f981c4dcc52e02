/** Why a job ended as it did; kept beside the state, said in words by `howItEnded`. */
export const endReasons = [
  "exit",
  "signal",
  "walltime",
  "canceled",
  "lost",
  "stage_in",
  "submit",
  // What only a batch system does:
  "memory",
  "node_failure",
  "preempted",
  "deadline",
  "boot_failure",
  "dependency",
  "removed", // canceled at the scheduler, by somebody else than through Sqmpy
  "stopped", // the host told it to end, and no record says why
  "tasks", // some tasks of an array failed
] as const;
export type EndReason = (typeof endReasons)[number];
