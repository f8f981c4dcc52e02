const UNITS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };
const YEAR = 365 * 86_400_000;

/** Reads what the SDK sends for a time: "1h30m" after `now`, or an ISO date; absent means a year. Epoch milliseconds. */
export function momentAfter(text: string | undefined, now: number): number {
  if (text === undefined) return now + YEAR;
  if (/^\d{4}-/.test(text)) return readDate(text);
  if (!/^(\d+[wdhms])*$/.test(text)) throw new Error(`"${text}" is no time that the engine can read.`);

  let moment = now;
  for (const [, count, unit] of text.matchAll(/(\d+)([wdhms])/g)) moment += Number(count) * (UNITS[unit ?? ""] ?? 0);
  return moment;
}

function readDate(text: string): number {
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) throw new Error(`"${text}" is no date that the engine can read.`);
  return moment;
}
