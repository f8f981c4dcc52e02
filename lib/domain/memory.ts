const units: Record<string, number> = { "": 1024 ** 2, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/**
 * Reads an amount of memory as researchers write it: `4G`, `512 MB`, `1.5GiB`; a bare number is in MB, as in Slurm. Units
 * are powers of 1024, as schedulers count. Answers bytes, or null when it is none of these.
 */
export function parseMemory(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/.exec(text.trim().toLowerCase());
  if (!match) return null;
  return Math.round(Number(match[1]) * (units[match[2] ?? ""] ?? 1));
}

/** `4G`, `1536M`: the largest unit that gives a whole number, rounded up to whole KiB. */
export function memoryWords(bytes: number): string {
  for (const [unit, size] of [["T", units.t], ["G", units.g], ["M", units.m]] as const) {
    if (size && bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`;
  }
  return `${Math.ceil(bytes / 1024)}K`;
}

/** Whole MiB, rounded up: what schedulers without units count in. */
export function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 1024 ** 2);
}
