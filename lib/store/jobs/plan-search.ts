import { sql } from "drizzle-orm";
import type { UserId } from "@/lib/domain/ids";
import type { Store } from "../store";

export interface SearchPlan {
  /** For FTS5: the owner's mark and what the index knows of the words; null when it knows nothing that narrows. */
  expression: string | null;
  /** Words that the index cannot tell: their texts must be read. */
  toRead: string[];
}

/** More trigrams than this that begin with the same two characters mean a common pair: reading finds it sooner. */
const termLimit = 250;

/** Undefined when some word stands in no text at all. */
export function planSearch(store: Store, owner: UserId, words: readonly string[]): SearchPlan | undefined {
  const phrases: string[] = [];
  const toRead: string[] = [];
  for (const word of words) {
    const length = Array.from(word).length;
    const terms = length >= 3 ? [word] : length === 2 ? termsBeginning(store, word) : null;
    if (terms === null) toRead.push(word);
    else if (terms.length === 0) return undefined;
    else phrases.push(terms.map(quoted).join(" OR "));
  }
  const columns = phrases.map((phrase) => `{name description script} : (${phrase})`);
  return { expression: phrases.length === 0 ? null : [`owner : "${ownerMark(owner)}"`, ...columns].join(" AND "), toRead };
}

/** The index's trigrams that begin with a word of two characters; null when they are too many. */
function termsBeginning(store: Store, word: string): string[] | null {
  const first = word.toLowerCase();
  const rows = store.database.all<{ term: string }>(
    sql`SELECT term FROM jobs_search_terms WHERE term >= ${first} AND term <= ${`${first}\u{10ffff}`} LIMIT ${termLimit + 1}`,
  );
  return rows.length > termLimit ? null : rows.map((row) => row.term);
}

function quoted(term: string): string {
  return `"${term.replaceAll('"', '""')}"`;
}

/** The same three characters as the view `jobs_search_rows` makes. */
function ownerMark(owner: UserId): string {
  const digits = Array.from(owner.slice(0, 6).padEnd(6), (character) => "abcdefghijkmnpqrstuvwxyz23456789".indexOf(character) + 1);
  return [0, 2, 4].map((at) => String.fromCharCode(0xe000 + 33 * (digits[at] ?? 0) + (digits[at + 1] ?? 0))).join("");
}
