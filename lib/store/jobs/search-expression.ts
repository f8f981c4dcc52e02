import type { UserId } from "@/lib/domain/ids";

/** Searches are of people: more words than this help nobody. */
const wordLimit = 12;

export interface SearchWords {
  /** For the trigram index. */
  long: string[];
  /** Of one or two characters: too short for it. */
  short: string[];
}

export function readSearch(search: string): SearchWords {
  const words = [...new Set(search.replaceAll("\0", " ").split(/\s+/).filter(Boolean))].slice(0, wordLimit);
  return { long: words.filter(hasTrigram), short: words.filter((word) => !hasTrigram(word)) };
}

/** An FTS5 expression: the owner's mark and all words, each anywhere inside the text. */
export function searchExpression(owner: UserId, words: readonly string[]): string {
  const phrases = words.map((word) => `{name description script} : "${word.replaceAll('"', '""')}"`);
  return [`owner : "${ownerMark(owner)}"`, ...phrases].join(" AND ");
}

/** A LIKE pattern with `\` as escape. */
export function likePattern(word: string): string {
  return `%${word.replace(/[\\%_]/g, "\\$&")}%`;
}

// Marks above letters do not count: the index drops them.
function hasTrigram(word: string): boolean {
  return Array.from(word.normalize("NFD").replace(/\p{M}/gu, "")).length >= 3;
}

/** The same three characters as the view `jobs_search_rows` makes. */
function ownerMark(owner: UserId): string {
  const digits = Array.from(owner.slice(0, 6).padEnd(6), (character) => "abcdefghijkmnpqrstuvwxyz23456789".indexOf(character) + 1);
  return [0, 2, 4].map((at) => String.fromCharCode(0xe000 + 33 * (digits[at] ?? 0) + (digits[at + 1] ?? 0))).join("");
}
