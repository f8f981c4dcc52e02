/** PSI/J's states, in the order of a job's life. A job only moves forward. */
export const jobStates = [
  "new",
  "stage_in",
  "queued",
  "active",
  "stage_out",
  "completed",
  "failed",
  "canceled",
] as const;

export type JobState = (typeof jobStates)[number];
export type FinalState = "completed" | "failed" | "canceled";

const rank: Record<JobState, number> = {
  new: 0,
  stage_in: 1,
  queued: 2,
  active: 3,
  stage_out: 4,
  completed: 5,
  failed: 5,
  canceled: 5,
};

export const finalStates: readonly FinalState[] = ["completed", "failed", "canceled"];
export const unfinishedStates: readonly JobState[] = jobStates.filter((state) => !isFinal(state));

export function isFinal(state: JobState): state is FinalState {
  return rank[state] === 5;
}

export function canMove(from: JobState, to: JobState): boolean {
  return rank[from] < rank[to];
}

/** True while the script may be running or may still start on its host. */
export function isOnHost(state: JobState): boolean {
  return state === "queued" || state === "active";
}

/** The words on screen and in mail. */
export const stateLabels: Record<JobState, string> = {
  new: "Preparing",
  stage_in: "Preparing",
  queued: "Queued",
  active: "Running",
  stage_out: "Collecting",
  completed: "Completed",
  failed: "Failed",
  canceled: "Canceled",
};
