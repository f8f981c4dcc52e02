"use client";

import { ChevronRight } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";

interface DisclosureProps {
  title: ReactNode;
  /** What is inside, in a few words, while it is closed. */
  summary?: ReactNode;
  /** Opens it when it becomes true; it never closes by itself. */
  wanted?: boolean;
  children: ReactNode;
}

/** Something that most can do without, folded away. */
export function Disclosure({ title, summary, wanted = false, children }: DisclosureProps) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    if (wanted && details.current) details.current.open = true;
  }, [wanted]);

  return (
    <details ref={details} className="group rounded-lg border border-line open:bg-bg/40">
      <summary className="flex min-h-10 list-none items-center gap-2 rounded-lg px-3 py-1.5 text-sm hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-faint transition-transform group-open:rotate-90" />
        <span className="shrink-0 font-medium text-ink">{title}</span>
        {summary && <span className="min-w-0 truncate text-[0.8125rem] text-ink-faint group-open:hidden">{summary}</span>}
      </summary>
      <div className="px-3 pt-2 pb-4">{children}</div>
    </details>
  );
}
