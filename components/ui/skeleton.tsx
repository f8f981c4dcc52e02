import { classes } from "./classes";

/** Give it its size by `className`: `h-4 w-40`. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classes("animate-shimmer rounded-md bg-neutral-soft", className)} />;
}
