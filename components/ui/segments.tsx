"use client";

import type { ReactNode } from "react";
import { classes } from "./classes";

interface SegmentsProps<Value extends string> {
  /** For those who do not see it. */
  label: string;
  name: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode }[];
  onChoose: (value: Value) => void;
  className?: string;
}

/** A few radio buttons in one bar. */
export function Segments<Value extends string>({ label, name, value, options, onChoose, className }: SegmentsProps<Value>) {
  return (
    <fieldset className={classes("min-w-0", className)}>
      <legend className="sr-only">{label}</legend>
      <div className="inline-flex max-w-full flex-wrap gap-1 rounded-lg border border-line bg-sunken p-1">
        {options.map((option) => (
          <label
            key={option.value}
            className={classes(
              "flex min-h-8 cursor-pointer items-center rounded-md px-3 text-sm text-ink-soft transition-colors duration-150 pointer-coarse:min-h-10",
              "hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-card",
              "has-focus-visible:outline-2 has-focus-visible:outline-accent",
            )}
          >
            <input type="radio" name={name} value={option.value} checked={value === option.value} onChange={() => onChoose(option.value)} className="sr-only" />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
