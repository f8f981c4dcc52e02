import { taskRangeWords } from "../domain/task-range";

/** The one step between all indexes; 1 where they are uneven. */
export function stepOf(indexes: readonly number[]): number {
  const step = (indexes[1] ?? 1) - (indexes[0] ?? 0);
  return indexes.length > 1 && indexes.every((index, at) => index === (indexes[0] ?? 0) + at * step) ? step : 1;
}

/** First and last of the indexes that lie between those asked, where these are uneven. */
export function gapsOf(indexes: readonly number[]): [number, number][] {
  if (stepOf(indexes) > 1) return [];
  return indexes.slice(1).flatMap((index, at): [number, number][] => {
    const before = indexes[at] ?? index;
    return index - before > 1 ? [[before + 1, index - 1]] : [];
  });
}

/** A shell line that ends at once when `$task` is none of those asked: a task in a gap may start before it is deleted. */
export function onlyAskedLine(indexes: readonly number[]): string {
  const tests = taskRangeWords(indexes).split(",").map((part) => {
    const [first = "", last = first] = part.split("-");
    return `{ [ "$task" -ge ${first} ] && [ "$task" -le ${last} ]; }`;
  });
  return `${tests.join(" ||\n")} || exit 0`;
}
