"use client";

import { CircleAlert } from "lucide-react";
import { useContext, type ReactNode } from "react";
import { classes } from "./classes";
import { FieldContext, FieldErrorsContext } from "./field-context";

interface FieldProps {
  label: ReactNode;
  /** The control's id; it is given to the control inside, which need not repeat it. */
  htmlFor: string;
  /** The field's name in the schema, where it is not `htmlFor`: errors of an ActionForm around are found by it. */
  name?: string;
  hint?: ReactNode;
  error?: string | readonly string[] | null;
  optional?: boolean;
  className?: string;
  children: ReactNode;
}

export function Field({ label, htmlFor, name, hint, error, optional = false, className, children }: FieldProps) {
  const refused = useContext(FieldErrorsContext);
  const said = error ?? refused[name ?? htmlFor];
  const errors = (typeof said === "string" ? [said] : [...(said ?? [])]).filter(Boolean);
  const invalid = errors.length > 0;
  const describedBy = [invalid && `${htmlFor}-error`, hint && `${htmlFor}-hint`].filter(Boolean).join(" ") || undefined;

  return (
    <div className={classes("flex min-w-0 flex-col gap-1.5", className)}>
      <label htmlFor={htmlFor} className="text-sm font-medium text-ink">
        {label}
        {optional && <span className="ml-0.5 font-normal text-ink-faint"> optional</span>}
      </label>
      <FieldContext value={{ id: htmlFor, describedBy, invalid }}>{children}</FieldContext>
      {invalid && (
        <div id={`${htmlFor}-error`} className="flex gap-1.5 text-[0.8125rem] text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <div>
            {errors.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        </div>
      )}
      {hint && (
        <div id={`${htmlFor}-hint`} className="text-[0.8125rem] text-ink-faint">
          {hint}
        </div>
      )}
    </div>
  );
}
