import type { TaskCounts } from "@/lib/domain/task";
import { taskProgress } from "./task-progress-words";

/** How far the tasks of a job are: a small bar, and the same in words. */
export function TaskProgress({ counts, total }: { counts: TaskCounts; total: number }) {
  const { words, shares } = taskProgress(counts, total);
  const parts = [
    [shares.completed, "bg-good"],
    [shares.failed, "bg-bad"],
    [shares.canceled, "bg-line-strong"],
    [shares.active, "bg-accent/60"],
  ] as const;

  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-[0.8125rem] text-ink-soft">
      <span aria-hidden className="flex h-1.5 w-24 overflow-hidden rounded-full bg-neutral-soft">
        {parts.map(([share, colour]) => share > 0 && <span key={colour} style={{ width: `${share * 100}%` }} className={colour} />)}
      </span>
      <span className="tabular-nums">{words}</span>
    </p>
  );
}
