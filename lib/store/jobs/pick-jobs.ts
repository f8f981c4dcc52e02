import { sql, type SQL } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import type { UserId } from "@/lib/domain/ids";
import type { JobFilter } from "@/lib/domain/job-filter";
import { jobStates, type JobState } from "@/lib/domain/job-state";
import type { Store } from "../store";
import { likePattern, readSearch, searchExpression, type SearchWords } from "./search-expression";

/** `from` is in it, `below` is not. */
export interface SeqRange {
  from: number;
  below: number;
}

/** The `seq` of the newest `limit` jobs that fit, newest first. */
export function pickJobs(store: Store, owner: UserId, filter: JobFilter, range: SeqRange, limit: number): number[] {
  return pickQueries(owner, filter, range, limit)
    .flatMap((query) => store.database.all<{ seq: number }>(query))
    .map((row) => row.seq)
    .sort((one, other) => other - one)
    .slice(0, limit);
}

/**
 * One query that walks an index backwards and stops at `limit`; for several states one each, since an index holds
 * one state's jobs in order, but not those of several.
 */
export function pickQueries(owner: UserId, filter: JobFilter, range: SeqRange, limit: number): SQL[] {
  const words = readSearch(filter.search);
  const states = new Set(filter.states).size < jobStates.length ? [...new Set(filter.states)] : [];
  const perState = words.long.length === 0 && states.length > 1;
  const groups = perState ? states.map((state) => [state]) : [states];
  return groups.map((group) => pickQuery(owner, filter, group, words, range, limit));
}

function pickQuery(owner: UserId, filter: JobFilter, states: JobState[], words: SearchWords, range: SeqRange, limit: number): SQL {
  const bySearch = words.long.length > 0;
  const seq = bySearch ? sql`jobs_search.rowid` : sql`${jobs.seq}`;

  const from = [bySearch ? sql`jobs_search CROSS JOIN jobs ON ${jobs.seq} = jobs_search.rowid` : sql`jobs`];
  if (words.short.length > 0) from.push(sql`CROSS JOIN job_scripts ON job_scripts.seq = ${jobs.seq}`);

  const where = [
    bySearch ? sql`jobs_search MATCH ${searchExpression(owner, words.long)}` : undefined,
    sql`${jobs.ownerId} = ${owner}`,
    sql`${jobs.deletedAt} IS NULL`,
    sql`${seq} >= ${range.from}`,
    sql`${seq} < ${range.below}`,
    states.length === 1 ? sql`${jobs.state} = ${states[0]}` : undefined,
    states.length > 1 ? sql`${jobs.state} IN ${states}` : undefined,
    filter.hostId ? sql`${jobs.hostId} = ${filter.hostId}` : undefined,
    filter.from ? sql`${jobs.submittedAt} >= ${filter.from.getTime()}` : undefined,
    filter.until ? sql`${jobs.submittedAt} < ${filter.until.getTime()}` : undefined,
    ...words.short.map(holdsShortWord),
  ].filter((condition) => condition !== undefined);

  return sql`SELECT ${seq} AS seq FROM ${sql.join(from, sql` `)} WHERE ${sql.join(where, sql` AND `)} ORDER BY ${seq} DESC LIMIT ${limit}`;
}

function holdsShortWord(word: string): SQL {
  const pattern = likePattern(word);
  return sql`(${jobs.name} LIKE ${pattern} ESCAPE '\\' OR ${jobs.description} LIKE ${pattern} ESCAPE '\\' OR job_scripts.script LIKE ${pattern} ESCAPE '\\')`;
}
