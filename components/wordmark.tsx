import { classes } from "./ui/classes";

/** The way of a job as an S, with its end reached. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={classes("size-7 shrink-0", className)}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M21.5 9.5h-7.25a3.25 3.25 0 0 0 0 6.5h3.5a3.25 3.25 0 0 1 0 6.5H10.5"
        fill="none"
        strokeWidth="2.6"
        strokeLinecap="round"
        className="stroke-accent-ink"
      />
      <circle cx="22.25" cy="9.5" r="2.6" className="fill-accent-ink" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="flex items-center gap-2.5">
      <Mark />
      <span className="text-[1.0625rem] font-semibold tracking-tight text-ink">Sqmpy</span>
    </span>
  );
}
