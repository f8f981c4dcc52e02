"use client";

import { FileUp, FlaskConical } from "lucide-react";
import { useState, type DragEvent } from "react";
import { useController, useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { noTasksSpec } from "@/lib/domain/tasks-spec";
import { batchLanguage } from "./batch-language";
import { directiveNotices } from "./directive-notices";
import type { HostOption } from "./job-form-start";
import { scriptAsks } from "./script-asks";
import { ScriptEditor } from "./script-editor";
import { readScriptFile } from "./script-file";
import { languageOf, scriptNotices, type ScriptNotice } from "./script-notices";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";
import { Field } from "./ui/field";
import { FileButton } from "./ui/file-button";
import { Input } from "./ui/input";

const placeholder = "#!/bin/bash\n\nWrite your script here, or drop a file on this box.";

/** The script: written here, or read from a file into the editor. */
export function ScriptField({ host, onExample }: { host: HostOption | undefined; onExample: () => void }) {
  const { control, register, setValue, formState } = useFormContext<JobSpec>();
  const script = useController({ control, name: "script" });
  const [name, interpreter, scheduler, tasksKind, jobName] = useWatch({ control, name: ["scriptName", "interpreter", "scheduler", "tasks.kind", "name"] });
  const [problem, setProblem] = useState<string | null>(null);
  const [converted, setConverted] = useState(false);
  const [over, setOver] = useState(false);

  const text = script.field.value;
  const error = script.fieldState.error?.message;
  const notices = [
    ...scriptNotices({ name, text, interpreter }, host),
    ...noticesOfDirectives(text, host, { usesBatch: scheduler !== "shell", hasTasks: tasksKind !== "none", hasName: jobName.trim() !== "" }),
  ];

  function take({ kind, value }: NonNullable<ScriptNotice["take"]>) {
    if (kind === "name") setValue("name", value, { shouldDirty: true, shouldValidate: true });
    else setValue("tasks", { ...noTasksSpec, kind: "range", range: value }, { shouldDirty: true, shouldValidate: true });
  }

  async function load(file: File) {
    const read = await readScriptFile(file);
    setProblem(read.ok ? null : read.problem);
    if (!read.ok) return;
    setConverted(read.converted);
    setValue("scriptName", read.name, { shouldDirty: true, shouldValidate: formState.isSubmitted });
    setValue("script", read.text, { shouldDirty: true, shouldValidate: formState.isSubmitted });
  }

  function drop(event: DragEvent) {
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    void load(file);
  }

  function dragOver(event: DragEvent) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  }

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end gap-2.5">
        <Field label="File name" htmlFor="scriptName" error={formState.errors.scriptName?.message} className="min-w-40 flex-1 basis-48">
          <Input {...register("scriptName")} spellCheck={false} autoComplete="off" autoCapitalize="off" className="font-mono" />
        </Field>
        <div className="flex flex-wrap gap-2.5">
          <FileButton label="Script file" onFiles={([file]) => file && void load(file)}>
            <FileUp aria-hidden />
            Open a file
          </FileButton>
          {text.trim() === "" && (
            <Button variant="ghost" onClick={onExample}>
              <FlaskConical aria-hidden />
              Example
            </Button>
          )}
        </div>
      </div>

      <div className="flex flex-col gap-1.5">
        <span id="script-label" className="text-sm font-medium text-ink">
          Script
        </span>
        <div className="relative" onDragOverCapture={dragOver} onDragLeave={() => setOver(false)} onDropCapture={drop}>
          <ScriptEditor
            id="script"
            labelledBy="script-label"
            describedBy={error ? "script-error script-hint" : "script-hint"}
            invalid={error !== undefined}
            value={text}
            onChange={script.field.onChange}
            language={languageOf(name, text)}
            placeholder={placeholder}
            focusRef={(focus) => script.field.ref(focus ? { focus } : null)}
          />
          {over && (
            <div className="pointer-events-none absolute inset-0 grid place-items-center rounded-lg border-2 border-dashed border-accent bg-accent-soft/90 font-medium text-accent">
              Drop the script here
            </div>
          )}
        </div>
        {error && (
          <p id="script-error" className="text-[0.8125rem] text-bad">
            {error}
          </p>
        )}
        <p id="script-hint" className="text-[0.8125rem] text-ink-faint max-sm:sr-only">
          Tab indents; Esc, then Tab, leaves the editor.
        </p>
        <div id="script-notices" aria-live="polite" className="flex flex-col gap-1 text-[0.8125rem] text-ink-soft">
          {converted && <p>Windows line ends were changed to Unix ones, so that it runs on the host.</p>}
          {notices.map(({ tone, text: words, rename, take: offer }) => (
            <p key={words} className={tone === "warn" ? "text-warn" : undefined}>
              {words}{" "}
              {rename && (
                <button type="button" className="font-medium underline underline-offset-2" onClick={() => setValue("scriptName", rename, { shouldDirty: true, shouldValidate: true })}>
                  Name it {rename}
                </button>
              )}
              {offer && (
                <button type="button" className="font-medium underline underline-offset-2" onClick={() => take(offer)}>
                  {offer.label}
                </button>
              )}
            </p>
          ))}
        </div>
        {problem && <Alert tone="warn">{problem}</Alert>}
      </div>
    </div>
  );
}

function noticesOfDirectives(script: string, host: HostOption | undefined, form: Parameters<typeof directiveNotices>[3]): ScriptNotice[] {
  const language = host?.batch ? batchLanguage(host.batch.kind) : null;
  if (!language) return [];
  return directiveNotices(language.kind, language.marks[0] ?? "", scriptAsks(language, script), form);
}
