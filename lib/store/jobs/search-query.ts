import { sql, type SQL } from "drizzle-orm";
import type { UserId } from "@/lib/domain/ids";
import type { JobFilter } from "@/lib/domain/job-filter";
import { submittedWithin } from "./pick-query";
import { isAscii } from "./search-words";
import type { SeqRange } from "./seq-range";

/** Those of `candidates`, newest first, whose texts hold all words, by reading the texts. */
export function textQuery(candidates: readonly number[], words: readonly string[], limit: number): SQL {
  const where = sql.join(words.map(holdsWord), sql` AND `);
  return sql`
    SELECT jobs.seq AS seq FROM json_each(${JSON.stringify(candidates)}) AS candidate
    CROSS JOIN jobs ON jobs.seq = candidate.value CROSS JOIN job_scripts ON job_scripts.seq = jobs.seq
    WHERE ${where} LIMIT ${limit}`;
}

/** The newest jobs that fit, by the trigram index, and by reading for the words that it cannot tell. */
export function searchIndexQuery(owner: UserId, filter: JobFilter, expression: string, toRead: readonly string[], range: SeqRange, limit: number): SQL {
  const where = [
    sql`jobs_search MATCH ${expression}`,
    sql`jobs_search.rowid >= ${range.from}`,
    sql`jobs_search.rowid < ${range.below}`,
    sql`owner_id = ${owner}`,
    sql`deleted_at IS NULL`,
    filter.states.length > 0 ? sql`state IN ${[...filter.states]}` : undefined,
    filter.hostId ? sql`host_id = ${filter.hostId}` : undefined,
    ...submittedWithin(filter),
    ...toRead.map(holdsWord),
  ].filter((condition) => condition !== undefined);
  const texts = toRead.length > 0 ? sql`CROSS JOIN job_scripts ON job_scripts.seq = jobs.seq` : sql``;
  return sql`
    SELECT jobs.seq AS seq FROM jobs_search CROSS JOIN jobs ON jobs.seq = jobs_search.rowid ${texts}
    WHERE ${sql.join(where, sql` AND `)} ORDER BY jobs_search.rowid DESC LIMIT ${limit}`;
}

function holdsWord(word: string): SQL {
  // LIKE sees to the capitals of ASCII itself.
  const patterns = [...new Set([word, word.toLowerCase(), word.toUpperCase()])].filter((form, index) => index === 0 || !isAscii(form));
  const columns = [sql`jobs.name`, sql`jobs.description`, sql`job_scripts.script`];
  const matches = columns.flatMap((column) => patterns.map((form) => sql`${column} LIKE ${likePattern(form)} ESCAPE '\\'`));
  return sql`(${sql.join(matches, sql` OR `)})`;
}

function likePattern(word: string): string {
  return `%${word.replace(/[\\%_]/g, "\\$&")}%`;
}
