/**
 * Reads a time limit as sbatch takes it (sbatch(1), --time): minutes, minutes:seconds, hours:minutes:seconds, days-hours,
 * days-hours:minutes, days-hours:minutes:seconds. Answers seconds, or null for `UNLIMITED`, `NONE` and the like.
 */
export function readTimeLimit(text: string): number | null {
  const match = /^(?:(\d+)-)?(\d+)(?::(\d+))?(?::(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const [, days, first = "0", second, third] = match;
  const numbers = [Number(first), Number(second ?? 0), Number(third ?? 0)] as const;
  if (days !== undefined) return Number(days) * 86_400 + numbers[0] * 3_600 + numbers[1] * 60 + numbers[2];
  if (second === undefined) return numbers[0] * 60;
  return third === undefined ? numbers[0] * 60 + numbers[1] : numbers[0] * 3_600 + numbers[1] * 60 + numbers[2];
}

/** `1-12:00:00`, as sbatch takes it and every version prints it. */
export function writeTimeLimit(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const days = Math.floor(seconds / 86_400);
  const clock = [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60].map(two).join(":");
  return days > 0 ? `${days}-${clock}` : clock;
}

/** Seconds from sacct's TotalCPU: `[days-[hours:]]minutes:seconds[.fraction]`. */
export function readCpuTime(text: string): number | null {
  const match = /^(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)$/.exec(text.trim());
  if (!match) return null;
  const [, days = "0", hours = "0", minutes = "0", seconds = "0"] = match;
  return Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}

/** From `SLURM_TIME_FORMAT=%s`; null for `N/A`, `Unknown`, `None`. */
export function readTime(text: string): Date | null {
  return /^\d+$/.test(text) && Number(text) > 0 ? new Date(Number(text) * 1_000) : null;
}
