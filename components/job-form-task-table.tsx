"use client";

import { FileSpreadsheet } from "lucide-react";
import { useMemo, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { parseArguments } from "@/lib/domain/arguments";
import type { JobSpec } from "@/lib/domain/job-spec";
import { chooseInterpreter } from "@/lib/domain/script";
import type { TaskSpec } from "@/lib/domain/task";
import { parseTaskTable } from "@/lib/domain/task-table";
import { AtOnceField } from "./job-form-at-once";
import { taskCommand, unusedNames } from "./task-words";
import { Field } from "./ui/field";
import { FileButton } from "./ui/file-button";
import { InlineCode } from "./ui/inline-code";
import { Textarea } from "./ui/input";

const rowsShown = 4;
const tableLimit = 2_000_000;

/** A table of parameters, pasted or opened; each line becomes a task. */
export function TaskTable({ problem: refused }: { problem: string | undefined }) {
  const { control, register, setValue, formState } = useFormContext<JobSpec>();
  const table = useWatch({ control, name: "tasks.table" });
  const [problem, setProblem] = useState<string | null>(null);
  const parsed = useMemo(() => (table.trim() === "" ? null : parseTaskTable(table)), [table]);
  const error = problem ?? refused ?? formState.errors.tasks?.table?.message ?? (parsed?.ok === false && parsed.problem) ?? undefined;

  async function load([file]: readonly File[]) {
    if (!file) return;
    const isTooLarge = file.size > tableLimit;
    setProblem(isTooLarge ? "The table may have 2 MB. Pass large values as files, and their names in the table." : null);
    if (!isTooLarge) setValue("tasks.table", (await file.text()).replace(/^\uFEFF/, ""), { shouldDirty: true, shouldValidate: true });
  }

  return (
    <div className="flex flex-col gap-4">
      <Field
        label="Table"
        htmlFor="tasks-table"
        error={error || undefined}
        hint={
          <>
            The first line names the parameters; each further line is a task. In the script a value is <InlineCode>$name</InlineCode>, in the arguments <InlineCode>{"{name}"}</InlineCode>.
          </>
        }
      >
        <Textarea
          {...register("tasks.table", { onChange: () => setProblem(null) })}
          rows={5}
          placeholder={"rate,steps\n0.1,1000\n0.01,5000"}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          wrap="off"
          className="font-mono sm:text-[0.8125rem]"
        />
      </Field>
      <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="pt-1">
          <FileButton label="Table of parameters" size="sm" onFiles={(files) => void load(files)}>
            <FileSpreadsheet aria-hidden />
            Open a CSV file
          </FileButton>
        </div>
        <AtOnceField />
      </div>
      {parsed?.ok && <TablePreview names={parsed.names} tasks={parsed.tasks} />}
    </div>
  );
}

function TablePreview({ names, tasks }: { names: readonly string[]; tasks: readonly TaskSpec[] }) {
  const { control } = useFormContext<JobSpec>();
  const [line, scriptName, script, interpreter] = useWatch({ control, name: ["arguments", "scriptName", "script", "interpreter"] });
  const words = parseArguments(line);
  const choice = chooseInterpreter(scriptName, script, interpreter);
  const unused = words.ok ? unusedNames(names, words.arguments).filter((name) => !new RegExp(`\\b${name}\\b`).test(script)) : [];
  const shown = tasks.slice(0, rowsShown);

  return (
    <div className="min-w-0 overflow-hidden rounded-lg border border-line">
      <p className="border-b border-line bg-sunken px-3 py-2 text-[0.8125rem] text-ink-soft" aria-live="polite">
        <span className="font-medium text-ink">{tasks.length === 1 ? "1 task" : `${tasks.length.toLocaleString("en")} tasks`}</span>
        {tasks.length > shown.length && <>, the first {shown.length} of them:</>}
      </p>
      <div tabIndex={0} role="region" aria-label="The first tasks" className="overflow-x-auto outline-offset-[-2px]">
        <table className="w-full text-[0.8125rem]">
          <thead>
            <tr className="text-left text-ink-faint [&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
              <th scope="col">Task</th>
              {names.map((name) => (
                <th key={name} scope="col" className="font-mono">
                  {name}
                </th>
              ))}
              {choice.ok && words.ok && <th scope="col">Command</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map((task) => (
              <tr key={task.index} className="border-t border-line [&>td]:px-3 [&>td]:py-1.5">
                <td className="text-ink-faint tabular-nums">{task.index}</td>
                {task.parameters.map(({ name, value }) => (
                  <td key={name} className="max-w-60 truncate font-mono text-xs text-ink">
                    {value === "" ? <span className="text-ink-faint">(empty)</span> : value}
                  </td>
                ))}
                {choice.ok && words.ok && (
                  <td className="font-mono text-xs whitespace-nowrap text-ink-soft">{taskCommand({ scriptName, interpreter: choice.interpreter, arguments: words.arguments }, task)}</td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {unused.length > 0 && script.trim() !== "" && (
        <p className="border-t border-line px-3 py-2 text-[0.8125rem] text-warn">
          Neither the script nor the arguments use {unused.join(", ")}.
        </p>
      )}
    </div>
  );
}
