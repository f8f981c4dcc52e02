import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes";

type CardProps = Omit<ComponentProps<"section">, "title"> & {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** The content goes to the edges: for tables, lists and logs. */
  flush?: boolean;
};

export function Card({ title, description, actions, flush = false, className, children, ...rest }: CardProps) {
  return (
    <section {...rest} className={classes("min-w-0 overflow-clip rounded-xl border border-line bg-surface shadow-card", className)}>
      {(title || actions) && (
        <header className={classes("flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5", flush && "border-b border-line")}>
          <div className="min-w-0">
            {title && <h2 className="text-[0.9375rem] font-semibold text-ink">{title}</h2>}
            {description && <p className="text-[0.8125rem] text-ink-faint">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={flush ? undefined : classes("px-4 pb-4 sm:px-5 sm:pb-5", !(title || actions) && "pt-4 sm:pt-5")}>{children}</div>
    </section>
  );
}
