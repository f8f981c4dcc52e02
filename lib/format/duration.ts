const scales: [seconds: number, unit: string, smallerSeconds: number, smallerUnit: string][] = [
  [86_400, "d", 3_600, "h"],
  [3_600, "h", 60, "min"],
  [60, "min", 1, "s"],
];

/** Milliseconds as `under 1 s` (where they are hardly any), `0.4 s`, `45 s`, `3 min 5 s`, `12 h`, `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  const tenths = Math.round(Math.max(0, milliseconds) / 100) / 10;
  if (tenths === 0) return "under 1 s";
  if (tenths < 10) return `${tenths} s`;

  const seconds = Math.floor(milliseconds / 1_000);
  const scale = scales.find(([size]) => seconds >= size);
  if (!scale) return `${seconds} s`;
  const [size, unit, smallerSize, smallerUnit] = scale;
  const rest = Math.floor((seconds % size) / smallerSize);
  return `${Math.floor(seconds / size)} ${unit}${rest === 0 ? "" : ` ${rest} ${smallerUnit}`}`;
}
