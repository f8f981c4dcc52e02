import type { ReactNode } from "react";
import { classes } from "./classes";

interface EmptyStateProps {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={classes("flex flex-col items-center px-4 py-14 text-center", className)}>
      {icon && (
        <div aria-hidden className="mb-4 grid size-12 place-items-center rounded-xl border border-line bg-raised text-accent shadow-card [&>svg]:size-5.5">
          {icon}
        </div>
      )}
      <h2 className="text-lg font-semibold text-ink">{title}</h2>
      {children && <div className="mt-1.5 max-w-md text-ink-soft text-pretty">{children}</div>}
      {action && <div className="mt-6 flex flex-wrap justify-center gap-2.5">{action}</div>}
    </div>
  );
}
