"use client";

import { useId, type ComponentProps, type ReactNode } from "react";
import { classes } from "./classes";

type ChoiceProps = Omit<ComponentProps<"input">, "type"> & { label: ReactNode; description?: ReactNode; icon?: ReactNode };

/** A radio button as a card; put several with one `name` into a fieldset. */
export function Choice({ label, description, icon, className, ...rest }: ChoiceProps) {
  const described = useId();

  return (
    <label
      className={classes(
        "flex cursor-pointer gap-3 rounded-lg border border-line bg-surface p-3 transition-colors duration-150",
        "hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft/60",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
        "has-disabled:cursor-default has-disabled:opacity-60",
        className,
      )}
    >
      <input {...rest} type="radio" aria-describedby={description ? described : undefined} className="mt-1 size-4 shrink-0 accent-accent outline-none" />
      <span className="min-w-0">
        <span className="flex items-center gap-2 text-sm font-medium text-ink [&>svg]:size-4 [&>svg]:text-ink-faint">
          {icon}
          {label}
        </span>
        {description && (
          <span id={described} className="mt-0.5 block text-[0.8125rem] text-ink-soft">
            {description}
          </span>
        )}
      </span>
    </label>
  );
}
