import type { UserId } from "@/lib/domain/ids";
import type { JobFilter } from "@/lib/domain/job-filter";
import type { Store } from "../store";
import { pickQuery } from "./pick-query";
import { planSearch } from "./plan-search";
import { searchIndexQuery, textQuery } from "./search-query";
import { isAscii, readSearch } from "./search-words";
import type { SeqRange } from "./seq-range";

/** How many jobs' texts are read before the search index is asked, and at a time where it cannot tell. */
const lookAt = 2_000;
const readAtOnce = 250;

/** The `seq` of the newest `limit` jobs that fit, newest first. */
export function pickJobs(store: Store, owner: UserId, filter: JobFilter, range: SeqRange, limit: number): number[] {
  const words = readSearch(filter.search);
  return words.length === 0 ? pick(store, owner, filter, range, limit) : search(store, owner, filter, words, range, limit);
}

/**
 * Common words, and searches among few jobs, are answered by reading; rare words by the index, which knows at once where
 * they stand but takes long to come down to old jobs where a word is common. LIKE knows only the capitals of ASCII, the
 * index all: so other words are left to it.
 */
function search(store: Store, owner: UserId, filter: JobFilter, words: string[], range: SeqRange, limit: number): number[] {
  const found: number[] = [];
  let rest: SeqRange | null = range;
  if (words.every(isAscii)) rest = read(store, owner, filter, words, range, limit, found);
  if (rest === null) return found;

  const plan = planSearch(store, owner, words);
  if (plan === undefined) return found;
  if (plan.expression !== null) {
    const query = searchIndexQuery(owner, filter, plan.expression, plan.toRead, rest, limit - found.length);
    return [...found, ...seqs(store, query)];
  }
  while (rest !== null) rest = read(store, owner, filter, words, rest, limit, found);
  return found;
}

/** Reads on for `lookAt` jobs, and adds what fits to `found`; answers what is left, or null when nothing more is wanted. */
function read(store: Store, owner: UserId, filter: JobFilter, words: string[], range: SeqRange, limit: number, found: number[]): SeqRange | null {
  const candidates = pick(store, owner, filter, range, lookAt);
  for (let at = 0; at < candidates.length && found.length < limit; at += readAtOnce) {
    found.push(...seqs(store, textQuery(candidates.slice(at, at + readAtOnce), words, limit - found.length)));
  }
  const last = candidates.at(-1);
  return found.length >= limit || candidates.length < lookAt || last === undefined ? null : { from: range.from, below: last };
}

function pick(store: Store, owner: UserId, filter: JobFilter, range: SeqRange, limit: number): number[] {
  return seqs(store, pickQuery(owner, filter, range, limit))
    .sort((one, other) => other - one)
    .slice(0, limit);
}

function seqs(store: Store, query: ReturnType<typeof pickQuery>): number[] {
  return store.database.all<{ seq: number }>(query).map((row) => row.seq);
}
