const units: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400 };

/** Flux Standard Duration, RFC 23: `90s`, `1.5h`, `30m`, `2d`; a bare number is `bare` seconds long each. null for `inf` and anything else. */
export function readDuration(text: string, bare = 1): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim());
  if (!match) return null;
  const seconds = Number(match[1]) * (match[2] === undefined ? bare : (units[match[2]] ?? 1));
  return seconds > 0 ? Math.round(seconds) : null;
}
