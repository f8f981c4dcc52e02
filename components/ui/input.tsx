"use client";

import { ChevronDown } from "lucide-react";
import { useId, type ComponentProps, type ReactNode } from "react";
import { classes } from "./classes";
import { useFieldWiring } from "./field-context";

const look = classes(
  "w-full min-w-0 rounded-lg border border-line-strong bg-surface text-base text-ink shadow-card sm:text-[0.9375rem]",
  "placeholder:text-ink-faint transition-[border-color,box-shadow] duration-150",
  "hover:border-ink-soft focus-visible:border-accent focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-accent",
  "aria-invalid:border-bad aria-invalid:focus-visible:outline-bad",
  "disabled:bg-sunken disabled:text-ink-faint disabled:border-line [&:is(input,textarea)]:read-only:bg-sunken",
);

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} {...useFieldWiring(rest)} className={classes(look, "h-10 px-3", className)} />;
}

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={rows} {...rest} {...useFieldWiring(rest)} className={classes(look, "px-3 py-2 leading-normal", className)} />;
}

export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <div className={classes("relative", className)}>
      <select {...rest} {...useFieldWiring(rest)} className={classes(look, "h-10 appearance-none pr-9 pl-3")}>
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-ink-faint" />
    </div>
  );
}

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & { label: ReactNode; hint?: ReactNode };

export function Checkbox({ label, hint, className, id, ...rest }: CheckboxProps) {
  const made = useId();
  const own = id ?? made;

  return (
    <div className={classes("flex items-start gap-2.5", className)}>
      <input
        {...rest}
        id={own}
        type="checkbox"
        aria-describedby={rest["aria-describedby"] ?? (hint ? `${own}-hint` : undefined)}
        className="mt-0.5 size-4.5 shrink-0 rounded accent-accent"
      />
      <div className="min-w-0">
        <label htmlFor={own} className="text-sm text-ink pointer-coarse:py-2">
          {label}
        </label>
        {hint && (
          <p id={`${own}-hint`} className="text-[0.8125rem] text-ink-faint">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
