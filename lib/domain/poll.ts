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

/** What the questions to a scheduler depend on. */
export interface QuestionNeed {
  /** Somebody has a job's page open, or wants to know what a job that has just ended used. */
  isWatched: boolean;
  /** A job ended in a way that only the scheduler can explain. */
  isUrgent: boolean;
  ages: readonly { isPending: boolean; ageMs: number }[];
}

/**
 * Milliseconds between two questions to a scheduler, for all of a person's jobs on a host together: a minute by default, half
 * while somebody watches, five when every job has been pending for an hour; never below ten seconds.
 */
export function questionDelay({ isWatched, isUrgent, ages }: QuestionNeed): number {
  const youngest = Math.min(...ages.map(({ ageMs }) => ageMs));
  if (isUrgent || youngest < 20 * second) return 10 * second;
  if (isWatched) return 30 * second;
  return ages.every(({ isPending, ageMs }) => isPending && ageMs > 60 * 60 * second) && ages.length > 0 ? 300 * second : 60 * second;
}

/** Milliseconds to wait after the n-th failure in a row (n ≥ 1): 5 s doubled up to 15 min, ±20 %. */
export function backOffDelay(failures: number, random: () => number = Math.random): number {
  const base = Math.min(5 * second * 2 ** (failures - 1), 15 * 60 * second);
  return Math.round(base * (0.8 + 0.4 * random()));
}
