export type Tone = "neutral" | "info" | "good" | "warn" | "bad" | "accent";

/** Text on its soft background: WCAG AA in both themes (see contrast.test.ts). */
export const softTones: Record<Tone, string> = {
  neutral: "bg-neutral-soft text-ink-soft",
  info: "bg-info-soft text-info",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  accent: "bg-accent-soft text-accent",
};

export const toneBorders: Record<Tone, string> = {
  neutral: "border-line",
  info: "border-info/30",
  good: "border-good/30",
  warn: "border-warn/30",
  bad: "border-bad/35",
  accent: "border-accent/30",
};
