import type { TaskCounts } from "@/lib/domain/task";

export interface TaskProgressWords {
  /** `12/20 done, 3 failed`. */
  words: string;
  /** Of all tasks, 0–1. */
  shares: { completed: number; failed: number; canceled: number; active: number };
}

/** How far the tasks of a job are; `done` are those that have ended, however. */
export function taskProgress(counts: TaskCounts, total: number): TaskProgressWords {
  const { completed = 0, failed = 0, canceled = 0, active = 0, stage_out: collecting = 0 } = counts;
  const done = completed + failed + canceled;
  const words = [`${number(done)}/${number(total)} done`, failed > 0 && `${number(failed)} failed`, canceled > 0 && `${number(canceled)} canceled`].filter(Boolean).join(", ");
  const share = (amount: number) => (total === 0 ? 0 : amount / total);
  return { words, shares: { completed: share(completed), failed: share(failed), canceled: share(canceled), active: share(active + collecting) } };
}

function number(amount: number): string {
  return amount.toLocaleString("en");
}
