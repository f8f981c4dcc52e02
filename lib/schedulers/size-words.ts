const powers: Record<string, number> = { "": 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/** `13378420kb`, `80gb`, `4G`, `1.5 GiB`, `2048` (bytes): bytes, in powers of 1024. null for anything else. */
export function readSizeWords(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgtp]?)(?:i?b|bytes)?$/i.exec(text.trim());
  return match ? Math.round(Number(match[1]) * 1024 ** (powers[(match[2] ?? "").toLowerCase()] ?? 0)) : null;
}
