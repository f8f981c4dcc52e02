"use client";

import { Check, Copy, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button";
import type { ButtonVariant } from "./button-look";
import { copyText } from "./copy-text";

interface CopyButtonProps {
  text: string;
  /** What is copied, for the button: "Copy the command". */
  label?: string;
  /** Shows the icon alone; the label is still read aloud. */
  iconOnly?: boolean;
  variant?: ButtonVariant;
  className?: string;
}

export function CopyButton({ text, label = "Copy", iconOnly = false, variant = "secondary", className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);

  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);

  const words = outcome === "copied" ? "Copied" : outcome === "failed" ? "Select it and press Ctrl+C" : label;

  return (
    <Button
      size="sm"
      variant={variant}
      className={iconOnly ? `w-8 px-0! pointer-coarse:w-10 ${className ?? ""}` : className}
      onClick={async () => setOutcome((await copyText(text)) ? "copied" : "failed")}
    >
      {outcome === "copied" ? <Check aria-hidden className="text-good" /> : outcome === "failed" ? <X aria-hidden className="text-bad" /> : <Copy aria-hidden />}
      <span aria-live="polite" className={iconOnly ? "sr-only" : undefined}>
        {words}
      </span>
    </Button>
  );
}
