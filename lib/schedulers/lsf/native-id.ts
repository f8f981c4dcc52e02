import type { BatchSubmission } from "../batch-scheduler";

/**
 * LSF counts tasks from 1. An array with a task 0 is therefore submitted one higher, and its native id says so: `24+1`; others keep
 * their indexes, so that `$LSB_JOBINDEX` is what the script expects. A task is `24[3]`, with LSF's own number.
 */
export function shiftOf(tasks: BatchSubmission["tasks"]): 0 | 1 {
  return tasks?.indexes[0] === 0 ? 1 : 0;
}

export function taskId(nativeId: string, index: number): string {
  return `${jobNumberOf(nativeId)}[${index + (nativeId.endsWith("+1") ? 1 : 0)}]`;
}

/** The job's number, of a job, an array or a task. */
export function jobNumberOf(nativeId: string): string {
  return /^\d+/.exec(nativeId)?.[0] ?? nativeId;
}

/** The nonce, by which the job is found again; `_0` says that its tasks are one higher. */
export function jobName(nonce: string, shift: 0 | 1): string {
  return shift === 1 ? `${nonce}_0` : nonce;
}

/** What LSF's own commands take: `24`, `24[3]`. */
export function commandId(nativeId: string): string {
  return nativeId.replace(/\+1$/, "");
}

/** Whether an id that LSF told is asked about: a job's number stands for all of its tasks. */
export function isAsked(nativeIds: readonly string[]): (told: string) => boolean {
  const asked = new Set(nativeIds.map(commandId));
  return (told) => asked.has(told) || asked.has(jobNumberOf(told));
}
