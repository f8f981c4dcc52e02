const second = 1_000;

/**
 * Milliseconds until the next look at a host, when nobody watches. Young jobs are looked at often, since most
 * scripts that fail do so at once; old ones seldom.
 */
export function pollDelay(youngestJobAgeMs: number): number {
  if (youngestJobAgeMs < 30 * second) return 1 * second;
  if (youngestJobAgeMs < 2 * 60 * second) return 3 * second;
  if (youngestJobAgeMs < 15 * 60 * second) return 10 * second;
  return 30 * second;
}

/** Milliseconds to wait after the n-th failure in a row (n ≥ 1): 5 s doubled up to 15 min, ±20 %. */
export function backOffDelay(failures: number, random: () => number = Math.random): number {
  const base = Math.min(5 * second * 2 ** (failures - 1), 15 * 60 * second);
  return Math.round(base * (0.8 + 0.4 * random()));
}
