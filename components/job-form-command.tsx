"use client";

import { useFormContext, useWatch } from "react-hook-form";
import { parseArguments } from "@/lib/domain/arguments";
import type { JobSpec } from "@/lib/domain/job-spec";
import { Field } from "./ui/field";
import { Input } from "./ui/input";

/** Arguments and interpreter; the words that the script will get are shown as they are typed. */
export function CommandFields() {
  const { control, register, formState } = useFormContext<JobSpec>();
  const line = useWatch({ control, name: "arguments" });
  const parsed = parseArguments(line);
  const problem = formState.errors.arguments?.message ?? (parsed.ok ? undefined : parsed.problem);

  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Field label="Arguments" htmlFor="arguments" optional error={problem} hint={parsed.ok && parsed.arguments.length > 0 ? <ArgumentChips words={parsed.arguments} /> : "Quotes work as in a shell; $HOME and * reach the script as typed."}>
        <Input {...register("arguments")} placeholder={"--steps 100 --title 'first try'"} spellCheck={false} autoComplete="off" autoCapitalize="off" className="font-mono" />
      </Field>
      <Field label="Interpreter" htmlFor="interpreter" optional error={formState.errors.interpreter?.message} hint="Empty: from the first line or the name.">
        <Input {...register("interpreter")} placeholder="python3 -u" spellCheck={false} autoComplete="off" autoCapitalize="off" className="font-mono" />
      </Field>
    </div>
  );
}

function ArgumentChips({ words }: { words: readonly string[] }) {
  const shown = words.slice(0, 40);

  return (
    <span className="flex flex-wrap items-center gap-1">
      <span>
        {words.length === 1 ? "1 argument:" : `${words.length} arguments:`}
      </span>
      {shown.map((word, index) => (
        <code key={index} className="max-w-full rounded bg-neutral-soft px-1.5 py-px text-xs whitespace-pre-wrap text-ink wrap-anywhere">
          {word === "" ? "(empty)" : word}
        </code>
      ))}
      {words.length > shown.length && <span>and {words.length - shown.length} more</span>}
    </span>
  );
}
