import type { ReactNode } from "react";
import { Card } from "./ui/card";

interface DoorCardProps {
  title: ReactNode;
  description?: ReactNode;
  /** Under the card: the way to the other door. */
  below?: ReactNode;
  children: ReactNode;
}

/** The frame of the pages outside: sign in, register, set up. */
export function DoorCard({ title, description, below, children }: DoorCardProps) {
  return (
    <div className="mx-auto flex w-full max-w-sm flex-col gap-6 pt-4 sm:pt-14">
      <header className="text-center">
        <h1 className="text-2xl font-semibold tracking-tight text-ink text-balance">{title}</h1>
        {description && <div className="mt-1.5 text-ink-soft text-pretty">{description}</div>}
      </header>
      <Card>{children}</Card>
      {below && (
        <p className="text-center text-sm text-ink-soft [&_a]:font-medium [&_a]:text-accent [&_a]:underline [&_a]:underline-offset-4">{below}</p>
      )}
    </div>
  );
}
