/** Searches are of people: more words than this help nobody. */
const wordLimit = 12;

/** The words that must all stand in a job's name, description or script, anywhere in them. */
export function readSearch(search: string): string[] {
  return [...new Set(search.replaceAll("\0", " ").split(/\s+/).filter(Boolean))].slice(0, wordLimit);
}

export function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
