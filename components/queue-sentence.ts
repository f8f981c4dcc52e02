import type { Job, QueueState } from "@/lib/domain/job";
import { isFinal, stateLabels } from "@/lib/domain/job-state";

const words: Record<QueueState, string> = { held: "held", suspended: "suspended", ending: "ending" };

/** Where a job is in its batch system and why, as one sentence: `Queued (held): It waits until …`; null where there is no more to say than its state. */
export function queueSentence({ state, queueState, queueReason }: Pick<Job, "state" | "queueState" | "queueReason">): string | null {
  if (isFinal(state) || (queueState === null && queueReason === null)) return null;
  const where = queueState === null ? stateLabels[state] : `${stateLabels[state]} (${words[queueState]})`;
  return queueReason === null ? `${where}.` : `${where}: ${queueReason}`;
}
