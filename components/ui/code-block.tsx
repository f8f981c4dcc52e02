import { useId, type ReactNode } from "react";
import { classes } from "./classes";
import { CopyButton } from "./copy-button";

interface CodeBlockProps {
  children: ReactNode;
  label?: string;
  /** Offers a button that copies this. */
  copy?: string;
  /** Breaks long lines in place of scrolling. */
  wrap?: boolean;
  className?: string;
}

export function CodeBlock({ children, label, copy, wrap = false, className }: CodeBlockProps) {
  const labelId = useId();

  return (
    <figure className={classes("min-w-0 overflow-hidden rounded-lg border border-line bg-sunken", className)}>
      {(label || copy) && (
        <figcaption className="flex min-h-10 items-center justify-between gap-3 border-b border-line py-1 pr-1 pl-3 text-[0.8125rem] text-ink-faint">
          <span id={labelId}>{label}</span>
          {copy && <CopyButton text={copy} variant="ghost" />}
        </figcaption>
      )}
      <pre
        tabIndex={0}
        role="region"
        {...(label ? { "aria-labelledby": labelId } : { "aria-label": "Code" })}
        className={classes(
          "overflow-x-auto p-3 font-mono text-[0.8125rem] leading-relaxed text-ink outline-offset-[-2px]",
          wrap && "whitespace-pre-wrap wrap-anywhere",
        )}
      >
        {children}
      </pre>
    </figure>
  );
}
