import { howItEnded } from "@/lib/domain/how-it-ended";
import type { Job, QueueState } from "@/lib/domain/job";
import { isFinal, isOnHost, stateLabels, type JobState } from "@/lib/domain/job-state";

export type BadgeJob = Pick<Job, "state" | "silence" | "cancelRequestedAt" | "endReason" | "waitReason"> & Partial<Pick<Job, "exitCode" | "signal" | "queueState" | "queueReason">>;

export interface JobStateWords {
  label: string;
  tone: "neutral" | "info" | "good" | "warn" | "bad" | "accent";
  /** True while something goes on at this moment. */
  beating: boolean;
  /** Why, in a sentence, where there is more to say than the label. */
  detail: string | null;
}

const tones: Record<JobState, JobStateWords["tone"]> = {
  new: "info",
  stage_in: "info",
  queued: "warn",
  active: "accent",
  stage_out: "info",
  completed: "good",
  failed: "bad",
  canceled: "neutral",
};

const queueLabels: Record<QueueState, string> = { held: "Held", suspended: "Suspended", ending: "Ending" };

/** What a job's badge says: silence before a wish to cancel, before what its batch system does with it, before the state itself. */
export function jobStateWords(job: BadgeJob): JobStateWords {
  if (isFinal(job.state)) {
    const { exitCode = null, signal = null } = job;
    const untold = job.endReason === "exit" && exitCode === null;
    const detail = untold ? null : howItEnded({ ...job, exitCode, signal });
    return { label: stateLabels[job.state], tone: tones[job.state], beating: false, detail };
  }
  if (job.silence) return { label: "Not heard from", tone: "warn", beating: false, detail: job.silence };
  if (job.cancelRequestedAt) return { label: "Canceling", tone: "neutral", beating: true, detail: "Its owner asked to cancel it." };
  const detail = job.waitReason ?? job.queueReason ?? null;
  if (job.queueState && isOnHost(job.state)) return { label: queueLabels[job.queueState], tone: "warn", beating: false, detail };
  return { label: stateLabels[job.state], tone: tones[job.state], beating: job.state === "active", detail };
}
