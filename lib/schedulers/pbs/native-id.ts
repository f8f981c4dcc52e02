/** Job number, with the brackets of arrays and tasks, without the server: `12`, `12[]`, `12[3]`. */
export function shortId(nativeId: string): string {
  return /^\d+(\[\d*\])?/.exec(nativeId)?.[0] ?? nativeId;
}

/** `12[].server` becomes `12[3].server`. */
export function taskId(nativeId: string, index: number): string {
  return nativeId.replace("[]", `[${index}]`);
}

/** The array that a task belongs to: `12[3].server` is of `12[].server`; others are themselves. */
export function arrayOf(nativeId: string): string {
  return nativeId.replace(/\[\d*\]/, "[]");
}

/** Finds the id as it was asked: a server may call itself by a shorter or longer name than qsub did. */
export function askedIds(nativeIds: readonly string[]): (told: string) => string | null {
  const asked = new Map(nativeIds.map((id) => [shortId(id), id]));
  return (told) => {
    const short = shortId(told);
    const own = asked.get(short);
    if (own !== undefined) return own;
    const array = asked.get(arrayOf(short));
    const index = /\[(\d+)\]/.exec(short)?.[1];
    return array === undefined || index === undefined ? null : taskId(array, Number(index));
  };
}
