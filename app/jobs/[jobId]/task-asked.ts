/** The number of a task in an address; null when there is none. */
export function taskAsked(word: string | string[] | null | undefined): number | null {
  return typeof word === "string" && /^\d{1,9}$/.test(word) ? Number(word) : null;
}
