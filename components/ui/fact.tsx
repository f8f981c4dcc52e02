import type { ReactNode } from "react";

/** A term with what there is to say of it; for a `dl`. */
export function Fact({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-[0.8125rem] text-ink-faint">{term}</dt>
      <dd className="mt-0.5 min-w-0 text-ink wrap-anywhere">{children}</dd>
    </div>
  );
}
