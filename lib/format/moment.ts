/** `utc`: 24 Nov 2026, 06:14 UTC. `local`: the same in the viewer's zone and language. `full`: with seconds, day and zone. */
export function formatMoment(date: Date, style: "utc" | "local" | "full", language?: string): string {
  if (style === "full") return date.toLocaleString(language, { dateStyle: "full", timeStyle: "long" });
  const usual = { dateStyle: "medium", timeStyle: "short" } as const;
  if (style === "utc") return `${date.toLocaleString("en-GB", { ...usual, timeZone: "UTC" })} UTC`;
  return hold(date, new Intl.DateTimeFormat(language, usual));
}

/** A line may break between the date and the time, and nowhere else. */
function hold(date: Date, format: Intl.DateTimeFormat): string {
  const parts = format.formatToParts(date);
  const time = parts.findIndex(({ type }) => type === "hour" || type === "dayPeriod");
  return parts.map(({ value }, index) => (index === time - 1 ? value : value.replaceAll(" ", "\u00a0"))).join("");
}

const steps: [limitSeconds: number, unitSeconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [3_600, 60, "minute"],
  [86_400, 3_600, "hour"],
  [7 * 86_400, 86_400, "day"],
];

/** `just now`, `3 minutes ago`, `in 2 hours`; from a week on, the date. `now` in milliseconds. */
export function formatRelative(date: Date, now: number, language?: string): string {
  const seconds = (date.getTime() - now) / 1_000;
  const distance = Math.abs(seconds);
  if (distance < 45) return "just now";
  const step = steps.find(([limit]) => distance < limit);
  if (!step) return date.toLocaleDateString(language, { dateStyle: "medium" });
  const [, unitSeconds, unit] = step;
  const count = Math.sign(seconds) * Math.max(1, Math.floor(distance / unitSeconds));
  return new Intl.RelativeTimeFormat(language ?? "en", { numeric: "always" }).format(count, unit);
}
