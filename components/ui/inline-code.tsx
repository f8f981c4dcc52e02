import type { ReactNode } from "react";

/** A word of code within a sentence. */
export function InlineCode({ children }: { children: ReactNode }) {
  return <code className="rounded bg-neutral-soft px-1 py-px font-mono text-xs text-ink">{children}</code>;
}
