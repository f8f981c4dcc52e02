"use client";

import { useController, useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { parseTaskRange } from "@/lib/domain/task-range";
import { AtOnceField } from "./job-form-at-once";
import type { HostOption } from "./job-form-start";
import { TaskTable } from "./job-form-task-table";
import { useBatchForm } from "./use-batch-check";
import { Field } from "./ui/field";
import { InlineCode } from "./ui/inline-code";
import { Input } from "./ui/input";
import { Segments } from "./ui/segments";

const kinds = [
  { value: "none", label: "Once" },
  { value: "range", label: "By numbers" },
  { value: "table", label: "By a table" },
] as const;

/** How often the script is run: once, or once for each number or line of a table. */
export function TaskFields({ host }: { host: HostOption | undefined }) {
  const { control } = useFormContext<JobSpec>();
  const { field } = useController({ control, name: "tasks.kind" });
  const batch = useBatchForm(host);

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segments label="How often the script is run" name="tasks-kind" value={field.value} options={kinds} onChoose={field.onChange} />
        {field.value === "none" && <p className="text-[0.8125rem] text-ink-faint">An array or a sweep makes one job of many tasks.</p>}
      </div>
      {field.value === "range" && <TaskRange problem={batch?.problem("tasks.range")} />}
      {field.value === "table" && <TaskTable problem={batch?.problem("tasks.table")} />}
    </div>
  );
}

function TaskRange({ problem }: { problem: string | undefined }) {
  const { control, register, formState } = useFormContext<JobSpec>();
  const range = useWatch({ control, name: "tasks.range" });
  const parsed = range.trim() === "" ? null : parseTaskRange(range);

  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Field
        label="Numbers"
        htmlFor="tasks-range"
        error={problem ?? formState.errors.tasks?.range?.message}
        hint={
          <>
            {parsed?.ok && <span className="text-ink-soft">{countWords(parsed.range.indexes)}. </span>}
            Each finds its own as <InlineCode>$SQMPY_TASK</InlineCode>.
          </>
        }
      >
        <Input {...register("tasks.range")} placeholder="0-19" inputMode="text" autoComplete="off" spellCheck={false} className="font-mono" />
      </Field>
      <AtOnceField fromRange={parsed?.ok ? parsed.range.atOnce : null} />
    </div>
  );
}

function countWords(indexes: readonly number[]): string {
  const count = indexes.length.toLocaleString("en");
  return indexes.length === 1 ? `1 task, number ${indexes[0]}` : `${count} tasks, from ${indexes[0]} to ${indexes.at(-1)}`;
}
