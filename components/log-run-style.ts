import type { CSSProperties } from "react";
import type { StyledRun } from "@/lib/format/ansi";

/** How a run of a log looks. Colours beyond the sixteen are given as `--rgb` for the class `other`. */
export function logRunStyle(run: StyledRun): { style: CSSProperties; isOther: boolean } | null {
  const { foreground, background, bold, dim, italic, underline, strikethrough, hidden } = run;
  if (!foreground && !background && !bold && !dim && !italic && !underline && !strikethrough && !hidden) return null;

  const isOther = foreground !== null && foreground.includes(",");
  const style: CSSProperties & { "--rgb"?: string } = {};
  if (isOther) style["--rgb"] = `rgb(${foreground})`;
  else if (foreground) style.color = `var(--ansi-${foreground})`;
  if (background) style.background = groundOf(background, foreground === "ground");
  if (bold) style.fontWeight = 700;
  if (dim) style.opacity = 0.85;
  if (italic) style.fontStyle = "italic";
  if (underline || strikethrough) style.textDecoration = [underline && "underline", strikethrough && "line-through"].filter(Boolean).join(" ");
  if (hidden) style.visibility = "hidden";
  return { style, isOther };
}

/** Soft, so that text of any colour can be read on it; full only under text in the ground's own colour. */
function groundOf(background: string, isFull: boolean): string {
  const colour = background.includes(",") ? `rgb(${background})` : `var(--ansi-${background})`;
  return isFull ? colour : `color-mix(in oklab, ${colour} 16%, var(--ansi-ground))`;
}
