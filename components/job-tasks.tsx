"use client";

import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState, useTransition } from "react";
import { toast } from "sonner";
import type { ActionState } from "@/lib/domain/action-state";
import { parseTaskRange } from "@/lib/domain/task-range";
import { newSubmissionKey } from "./job-form-start";
import { markLooks, markSigns, TaskMap } from "./job-task-map";
import { countMarks, taskLabels, taskMarks, unpackMarks, type TaskCell, type TaskMark } from "./task-cells";
import { Button } from "./ui/button";
import { Card } from "./ui/card";
import { classes } from "./ui/classes";

interface JobTasksProps {
  jobId: string;
  /** Numbers of the tasks: `0-19,40`. */
  range: string;
  /** One letter each: `packMarks`. */
  marks: string;
  atOnce: number | null;
  chosen: number | null;
  /** Makes a new job of the failed tasks. */
  rerunFailed: (input: { submissionKey: string }) => Promise<ActionState>;
}

/** All tasks of a job as a map, with their counts; choosing one opens it. */
export function JobTasks({ jobId, range, marks, atOnce, chosen, rerunFailed }: JobTasksProps) {
  const router = useRouter();
  const [filter, setFilter] = useState<TaskMark | null>(null);
  const cells = useMemo(() => cellsOf(range, marks), [range, marks]);
  const counts = useMemo(() => countMarks(cells), [cells]);
  const isFiltered = filter !== null && counts[filter] > 0;
  const shown = useMemo(() => (isFiltered ? cells.filter(({ mark }) => mark === filter) : cells), [cells, filter, isFiltered]);
  const ended = counts.completed + counts.failed + counts.canceled;

  function choose(index: number) {
    router.replace(index === chosen ? `/jobs/${jobId}` : `/jobs/${jobId}?task=${index}`, { scroll: false });
  }

  return (
    <Card
      title="Tasks"
      description={`${ended.toLocaleString("en")} of ${cells.length.toLocaleString("en")} ended${atOnce === null ? "" : `, ${atOnce.toLocaleString("en")} at a time`}`}
      actions={counts.failed > 0 && <RerunFailed count={counts.failed} rerun={rerunFailed} />}
    >
      <div className="flex flex-col gap-3">
        <ul aria-label="Tasks by state" className="flex flex-wrap gap-1.5">
          {taskMarks.map((mark) => counts[mark] > 0 && <LegendChip key={mark} mark={mark} count={counts[mark]} isOn={isFiltered && filter === mark} onPress={() => setFilter(filter === mark ? null : mark)} />)}
        </ul>
        <TaskMap cells={shown} chosen={chosen} onChoose={choose} />
        {chosen === null && <p className="text-[0.8125rem] text-ink-faint">Choose a task to see its values and its log.</p>}
      </div>
    </Card>
  );
}

function cellsOf(range: string, marks: string): TaskCell[] {
  const parsed = parseTaskRange(range);
  const indexes = parsed.ok ? parsed.range.indexes : [];
  return unpackMarks(marks).map((mark, at) => ({ index: indexes[at] ?? at, mark }));
}

function LegendChip({ mark, count, isOn, onPress }: { mark: TaskMark; count: number; isOn: boolean; onPress: () => void }) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={isOn}
        title={isOn ? "Show all tasks" : "Show these alone"}
        onClick={onPress}
        className={classes(
          "inline-flex h-8 items-center gap-2 rounded-full border px-2.5 text-[0.8125rem] pointer-coarse:h-10",
          isOn ? "border-accent bg-accent-soft font-medium text-accent" : "border-line bg-surface text-ink hover:border-line-strong",
        )}
      >
        <span aria-hidden className={classes("grid size-3.5 place-items-center rounded-[3px] text-[0.55rem] leading-none font-bold", markLooks[mark])}>
          {markSigns[mark]}
        </span>
        {taskLabels[mark]}
        <span className="tabular-nums">{count.toLocaleString("en")}</span>
      </button>
    </li>
  );
}

function RerunFailed({ count, rerun }: { count: number; rerun: JobTasksProps["rerunFailed"] }) {
  const [isPending, start] = useTransition();
  // The same failures give one job, however often it is pressed.
  const [made, setMade] = useState({ count: 0, key: "" });

  function press() {
    const key = made.count === count ? made.key : newSubmissionKey();
    setMade({ count, key });
    start(async () => {
      const state = await rerun({ submissionKey: key });
      if (state?.status === "refused") toast.error(state.message);
    });
  }

  return (
    <Button size="sm" pending={isPending} onClick={press} title="A new job of the failed tasks alone, with the same script, files and settings">
      {!isPending && <RotateCw aria-hidden />}
      {count === 1 ? "Run the failed one again" : "Run the failed ones again"}
    </Button>
  );
}
