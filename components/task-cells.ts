import type { JobState } from "@/lib/domain/job-state";
import type { Task } from "@/lib/domain/task";

/** What a task's square shows; several states of a job are one of a task. */
export const taskMarks = ["waiting", "queued", "active", "silent", "completed", "failed", "canceled"] as const;
export type TaskMark = (typeof taskMarks)[number];

export const taskLabels: Record<TaskMark, string> = {
  waiting: "Preparing",
  queued: "Queued",
  active: "Running",
  silent: "Not heard from",
  completed: "Completed",
  failed: "Failed",
  canceled: "Canceled",
};

/** One letter a task, so that a page with ten thousand stays small on its way. */
const letters: Record<TaskMark, string> = { waiting: "w", queued: "q", active: "a", silent: "s", completed: "c", failed: "f", canceled: "x" };
const markOf = new Map(taskMarks.map((mark) => [letters[mark], mark]));

const ofState: Record<JobState, TaskMark> = {
  new: "waiting",
  stage_in: "waiting",
  queued: "queued",
  active: "active",
  stage_out: "active",
  completed: "completed",
  failed: "failed",
  canceled: "canceled",
};

export function taskMark({ state, silence }: Pick<Task, "state" | "silence">): TaskMark {
  const mark = ofState[state];
  return silence !== null && (mark === "queued" || mark === "active") ? "silent" : mark;
}

/** Marks of all tasks, in their order. */
export function packMarks(tasks: readonly Pick<Task, "state" | "silence">[]): string {
  return tasks.map((task) => letters[taskMark(task)]).join("");
}

export function unpackMarks(packed: string): TaskMark[] {
  return Array.from(packed, (letter) => markOf.get(letter) ?? "waiting");
}

export interface TaskCell {
  index: number;
  mark: TaskMark;
}

export function countMarks(cells: readonly TaskCell[]): Record<TaskMark, number> {
  const counts: Record<TaskMark, number> = { waiting: 0, queued: 0, active: 0, silent: 0, completed: 0, failed: 0, canceled: 0 };
  for (const { mark } of cells) counts[mark] += 1;
  return counts;
}

/** Where an arrow key leads in a map of so many cells; null for a key that leads nowhere. */
export function nextCell(key: string, at: number, { count, columns, page, isFar }: { count: number; columns: number; page: number; isFar: boolean }): number | null {
  const row = at - (at % columns);
  const steps: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    PageDown: at + columns * page,
    PageUp: at - columns * page,
    Home: isFar ? 0 : row,
    End: isFar ? count - 1 : Math.min(row + columns, count) - 1,
  };
  const next = steps[key];
  if (next === undefined) return null;
  const isOver = next < 0 || next >= count;
  if (isOver && (key === "PageDown" || key === "PageUp")) return key === "PageDown" ? count - 1 : 0;
  return isOver ? at : next;
}
