"use client";

import { ChevronDown } from "lucide-react";
import { useMemo, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { readTasks } from "@/lib/domain/tasks-spec";
import { formatWalltime, parseWalltime } from "@/lib/domain/walltime";
import { formatBytes } from "@/lib/format/bytes";
import { BatchPreviewPart } from "./batch-preview-part";
import type { TryJob } from "./batch-trial";
import type { HostOption } from "./job-form-start";
import { previewCommand } from "./script-command";
import { Button } from "./ui/button";
import { classes } from "./ui/classes";
import { CodeBlock } from "./ui/code-block";
import { Dialog } from "./ui/dialog";

interface ScriptPreviewProps {
  host: HostOption | undefined;
  inputs: { count: number; size: number };
  tryJob: TryJob;
}

/** Exactly what will run, as the form stands; beside the form where there is room, folded away where there is not. */
export function ScriptPreview({ host, inputs, tryJob }: ScriptPreviewProps) {
  const { control } = useFormContext<JobSpec>();
  const spec = useWatch({ control }) as JobSpec;
  const [open, setOpen] = useState(false);
  const preview = previewCommand(spec, host);
  const { kind, range, table, atOnce } = spec.tasks;
  const tasks = useMemo(() => readTasks({ kind, range, table, atOnce }), [kind, range, table, atOnce]);
  const walltime = spec.walltime.trim() === "" ? null : parseWalltime(spec.walltime);

  return (
    <section aria-labelledby="preview-title" className="rounded-xl border border-line bg-surface shadow-card">
      <h2 id="preview-title" className="text-[0.9375rem] font-semibold text-ink">
        <button
          type="button"
          aria-expanded={open}
          aria-controls="preview"
          onClick={() => setOpen(!open)}
          className="flex w-full items-center justify-between px-4 py-3 text-left lg:hidden"
        >
          What will run
          <ChevronDown aria-hidden className={classes("size-4 text-ink-faint transition-transform", open && "rotate-180")} />
        </button>
        <span className="hidden px-5 pt-4 pb-3 lg:block">What will run</span>
      </h2>
      <div id="preview" className={classes("flex-col gap-3 px-4 pb-4 text-[0.8125rem] text-ink-soft lg:flex lg:px-5 lg:pb-5", open ? "flex" : "hidden")}>
        {spec.scheduler !== "shell" && <BatchPreviewPart spec={spec} tryJob={tryJob} />}
        {preview.ok && spec.scheduler === "shell" && <CodeBlock label="Command" wrap>{`cd ${preview.directory}\n${preview.environment}${preview.command}`}</CodeBlock>}
        {preview.ok ? (
          <>
            <ul className="flex flex-col gap-1">
              <li>{host ? host.where.includes("@") ? `On ${host.name}, as ${host.where}` : `On ${host.name}` : "No host is chosen yet."}</li>
              {spec.scheduler === "shell" ? <li>{walltime ? `Stopped after ${formatWalltime(walltime)}` : "Without a limit of time"}</li> : <li className="wrap-anywhere">In {preview.directory}</li>}
              {tasks.ok && tasks.tasks.length > 0 && <li>{tasksWords(tasks.tasks.length, tasks.atOnce)}</li>}
              <li>{inputs.count === 0 ? "No input files" : `${inputs.count === 1 ? "1 input file" : `${inputs.count} input files`}, ${formatBytes(inputs.size)}, beside the script`}</li>
            </ul>
            {spec.scheduler === "shell" && (
              <Dialog
                wide
                trigger={
                  <Button size="sm" className="self-start">
                    Show the whole wrapper
                  </Button>
                }
                title="The wrapper around your script"
                description="It starts the script in a session of its own, so that it outlives the connection, keeps to the walltime, and writes down how it ended. JOB_ID stands for the job's id."
              >
                <CodeBlock label="Wrapper">{preview.wrapper}</CodeBlock>
              </Dialog>
            )}
          </>
        ) : (
          spec.scheduler === "shell" && <p>{preview.problem}</p>
        )}
      </div>
    </section>
  );
}

function tasksWords(count: number, atOnce: number | null): string {
  const all = count === 1 ? "1 task" : `${count.toLocaleString("en")} tasks`;
  return atOnce === null ? all : `${all}, ${atOnce.toLocaleString("en")} at a time`;
}
