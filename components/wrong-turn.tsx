import type { ReactNode } from "react";

interface WrongTurnProps {
  code: string;
  title: string;
  children: ReactNode;
  action: ReactNode;
}

/** A whole page that says what went wrong and where to go. */
export function WrongTurn({ code, title, children, action }: WrongTurnProps) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-start py-12 sm:py-24">
      <p className="font-mono text-sm text-accent">{code}</p>
      <h1 className="mt-2 text-3xl font-semibold tracking-tight text-ink">{title}</h1>
      <div className="mt-3 flex flex-col gap-3 text-ink-soft">{children}</div>
      <div className="mt-7 flex flex-wrap gap-2.5">{action}</div>
    </div>
  );
}
