const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const day = 86_400_000;

/**
 * `Feb  2 00:46`, `Dec 27 00:36 L` (a letter says whether it is a limit or a guess), `Sun Jan 10 17:47:39`, each perhaps with the
 * year; in UTC, as the commands run. Without a year it is the last such moment before `clock`, or within the year after it for what lies ahead.
 */
function readMoment(text: string, clock: Date, liesAhead: boolean): Date | null {
  const match = /([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s+(\d{4}))?/.exec(text);
  const month = months.indexOf(match?.[1] ?? "");
  if (!match || month < 0) return null;
  const [, , date, hours, minutes, seconds, year] = match;
  const at = (which: number) => new Date(Date.UTC(which, month, Number(date), Number(hours), Number(minutes), Number(seconds ?? 0)));
  if (year !== undefined) return at(Number(year));
  const thisYear = clock.getUTCFullYear();
  const [earliest, latest] = liesAhead ? [clock.getTime() - day, Infinity] : [-Infinity, clock.getTime() + day];
  const candidates = [thisYear - 1, thisYear, thisYear + 1].map(at).filter((moment) => moment.getTime() >= earliest && moment.getTime() <= latest);
  return (liesAhead ? candidates[0] : candidates.at(-1)) ?? null;
}

export function readMinute(text: string, clock: Date): Date | null {
  return readMoment(text, clock, /[EX]\s*$/.test(text));
}

export function readSecond(text: string, clock: Date): Date | null {
  return readMoment(text, clock, false);
}
