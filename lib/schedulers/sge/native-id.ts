import type { BatchSubmission } from "../batch-scheduler";

/**
 * Grid Engine counts tasks from 1. An array with a task 0 is therefore submitted one higher, and its native id says so: `24+1`;
 * others keep their indexes, so that `$SGE_TASK_ID` is what the script expects. A task is `24.3`, with Grid Engine's own number.
 */
export function shiftOf(tasks: BatchSubmission["tasks"]): 0 | 1 {
  return tasks?.indexes[0] === 0 ? 1 : 0;
}

export function nativeIdOf(jobNumber: string, shift: 0 | 1): string {
  return shift === 1 ? `${jobNumber}+1` : jobNumber;
}

export function taskId(nativeId: string, index: number): string {
  return `${jobNumberOf(nativeId)}.${index + (nativeId.endsWith("+1") ? 1 : 0)}`;
}

/** The job's number, of a job, an array or a task. */
export function jobNumberOf(nativeId: string): string {
  return /^\d+/.exec(nativeId)?.[0] ?? nativeId;
}

/** What Grid Engine's own commands take: `24`, `24.3`. */
export function commandId(nativeId: string): string {
  return nativeId.replace(/\+1$/, "");
}

/**
 * Grid Engine's names hold no blanks and none of `/:@\*?`, and begin with no digit. The nonce is their second last or last part,
 * so that a job is found again by its name: `train.q3f…` or `train.q3f….0` for an array with a task 0.
 */
export function jobName(name: string, nonce: string, shift: 0 | 1): string {
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, "_").replace(/^[^A-Za-z]+/, "").slice(0, 40) || "job";
  return `${plain}.${nonce}${shift === 1 ? ".0" : ""}`;
}

/** The native id of a job with this name and number, or null when the name does not hold the nonce. */
export function nativeIdByName(name: string, nonce: string, jobNumber: string): string | null {
  if (name.endsWith(`.${nonce}`)) return jobNumber;
  return name.endsWith(`.${nonce}.0`) ? nativeIdOf(jobNumber, 1) : null;
}

/** `1,3-5,9-13:2`, as qstat writes the tasks of one line. */
export function readTasks(text: string): number[] {
  return text.split(",").flatMap((part) => {
    const range = /^(\d+)(?:-(\d+)(?::(\d+))?)?$/.exec(part.trim());
    if (!range) return [];
    const [first, last, step] = [Number(range[1]), Number(range[2] ?? range[1]), Math.max(1, Number(range[3] ?? 1))];
    return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, at) => first + at * step);
  });
}
