/** `3600`, `1:00:00`, `:30:` and `INFINITY` (null): seconds, sge_types(5). */
export function readSeconds(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed));
  const parts = /^(\d*):(\d*):(\d*)$/.exec(trimmed);
  if (!parts) return null;
  return Number(parts[1] || 0) * 3600 + Number(parts[2] || 0) * 60 + Number(parts[3] || 0);
}

const powers: Record<string, number> = { k: 1e3, m: 1e6, g: 1e9, t: 1e12, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

/** `23.5G`, `385.797MB`, `250M`, `0.000B`; small letters count in thousands. Answers bytes, null for `-`, `NONE` and `INFINITY`. */
export function readBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgtKMGT]?)(?:i?B)?$/.exec(text.trim());
  return match ? Math.round(Number(match[1]) * (powers[match[2] ?? ""] ?? 1)) : null;
}

/**
 * `2026-11-24T09:37:40`, `Tue Nov 24 09:37:40 2026`, `11/24/2026 09:37:40`, each with `.123` in Univa's; or milliseconds since
 * 1970. All in UTC, as the commands run. null for `-/-` and for the epoch itself, which stands for nothing.
 */
export function readTime(text: string): Date | null {
  const trimmed = text.trim();
  const date = /^\d{12,}$/.test(trimmed) ? new Date(Number(trimmed)) : new Date(`${trimmed.replace(/^(\d+-\d+-\d+)T/, "$1 ")} UTC`);
  return Number.isNaN(date.getTime()) || date.getTime() === 0 ? null : date;
}
