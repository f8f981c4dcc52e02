/** Tasks of one job; more would be slow for every scheduler. */
export const taskLimit = 10_000;

export interface TaskRange {
  indexes: number[];
  /** After `%`: tasks that may be active at a time. */
  atOnce: number | null;
}

/**
 * Reads an array as schedulers write it: `0-19`, `1-9:2`, `1,3,7-9`, each with `%4` at its end for four at a time. Answers the
 * indexes in ascending order, each once, or the problem in words.
 */
export function parseTaskRange(text: string): { ok: true; range: TaskRange } | { ok: false; problem: string } {
  const whole = /^([\d,\s:-]+?)(?:%(\d+))?$/.exec(text.trim());
  if (!whole) return { ok: false, problem: "Write the tasks as 0-19, 1-9:2 or 1,3,7-9; with %4 at the end, four are active at a time." };

  const indexes = new Set<number>();
  for (const part of (whole[1] ?? "").split(",")) {
    const piece = /^\s*(\d{1,9})(?:\s*-\s*(\d{1,9})(?::(\d{1,9}))?)?\s*$/.exec(part);
    if (!piece) return { ok: false, problem: `“${part.trim()}” is not a number or a range such as 0-19.` };
    const first = Number(piece[1]);
    const last = Number(piece[2] ?? piece[1]);
    const step = Number(piece[3] ?? 1);
    if (last < first) return { ok: false, problem: `The range ${part.trim()} ends before it begins.` };
    if (step < 1) return { ok: false, problem: `The step of ${part.trim()} must be 1 or more.` };
    if ((last - first) / step + 1 > taskLimit) return { ok: false, problem: `At most ${taskLimit.toLocaleString("en")} tasks.` };
    for (let index = first; index <= last; index += step) indexes.add(index);
  }
  if (indexes.size > taskLimit) return { ok: false, problem: `At most ${taskLimit.toLocaleString("en")} tasks.` };

  const atOnce = whole[2] === undefined ? null : Number(whole[2]);
  if (atOnce === 0) return { ok: false, problem: "After % give how many tasks may be active at a time: 1 or more." };
  return { ok: true, range: { indexes: [...indexes].sort((one, other) => one - other), atOnce } };
}

/** The shortest way to write ascending indexes: `0-3,7`. */
export function taskRangeWords(indexes: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < indexes.length; ) {
    let end = at;
    while (indexes[end + 1] === (indexes[end] ?? 0) + 1) end += 1;
    parts.push(end === at ? String(indexes[at]) : `${indexes[at]}-${indexes[end]}`);
    at = end + 1;
  }
  return parts.join(",");
}
