/**
 * Reads a walltime as researchers write it: `90` (minutes), `30s`, `45m`, `2h`, `1h30m`, `3d`, `1:30:00`, `1-12:00:00` (Slurm).
 * Answers seconds, or null when it is none of these.
 */
export function parseWalltime(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (/^\d+$/.test(trimmed)) return Number(trimmed) * 60;

  const clock = /^(?:(\d{1,3})-)?(\d{1,4}):([0-5]?\d)(?::([0-5]?\d))?$/.exec(trimmed);
  if (clock) {
    const [, days = "0", hours = "0", minutes = "0", seconds = "0"] = clock;
    return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  }

  const units = /^(?:(\d+)\s*d)?\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?\s*(?:(\d+)\s*s)?$/.exec(trimmed);
  if (!units || trimmed === "") return null;
  const [, days = "0", hours = "0", minutes = "0", seconds = "0"] = units;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

/** `2 h 30 min`, `45 s`: whole units, the two largest that are not zero. */
export function formatWalltime(totalSeconds: number): string {
  const shown = unitsOf(totalSeconds, ["d", "h", "min", "s"]).slice(0, 2);
  return shown.length === 0 ? "0 s" : shown.map(([amount, unit]) => `${amount} ${unit}`).join(" ");
}

/** As a researcher would type it, to the second: `10m`, `1h30m`, `1d12h`. `parseWalltime` reads it back. */
export function writeWalltime(totalSeconds: number): string {
  return unitsOf(totalSeconds, ["d", "h", "m", "s"]).flat().join("") || "0s";
}

/** Days, hours, minutes and seconds, without those that are zero. */
function unitsOf(totalSeconds: number, [days, hours, minutes, seconds]: [string, string, string, string]): [number, string][] {
  const parts: [number, string][] = [
    [Math.floor(totalSeconds / 86_400), days],
    [Math.floor(totalSeconds / 3_600) % 24, hours],
    [Math.floor(totalSeconds / 60) % 60, minutes],
    [Math.floor(totalSeconds) % 60, seconds],
  ];
  return parts.filter(([amount]) => amount > 0);
}
