import { sql, type SQL } from "drizzle-orm";
import type { UserId } from "@/lib/domain/ids";
import type { JobFilter } from "@/lib/domain/job-filter";
import { jobStates, type JobState } from "@/lib/domain/job-state";
import type { SeqRange } from "./seq-range";

type Chosen = Pick<JobFilter, "states" | "hostId" | "from" | "until">;

/**
 * Walks an index backwards, whatever the filter, and stops at `limit`. An index holds the jobs of one state in order, but
 * not those of several: so each state is asked for apart, and the answer is the newest `limit` of each, to be merged.
 * Indexes are named, since SQLite without statistics now and then takes one that reads all jobs.
 */
export function pickQuery(owner: UserId, filter: Chosen, range: SeqRange, limit: number): SQL {
  const states = statesOf(filter);
  const parts =
    states === null
      ? [part("jobs_by_owner", owner, filter, undefined, range, limit)]
      : states.map((state) => part(filter.hostId ? "jobs_by_owner_host" : "jobs_by_owner_state", owner, filter, state, range, limit));
  return sql.join(
    parts.map((query) => sql`SELECT seq FROM (${query})`),
    sql` UNION ALL `,
  );
}

/** Null: any state, and the index need not know it. */
function statesOf({ states, hostId }: Chosen): readonly JobState[] | null {
  const asked = [...new Set(states)];
  if (asked.length > 0 && asked.length < jobStates.length) return asked;
  return hostId ? jobStates : null;
}

function part(index: string, owner: UserId, filter: Chosen, state: JobState | undefined, range: SeqRange, limit: number): SQL {
  const where = [
    sql`owner_id = ${owner}`,
    sql`deleted_at IS NULL`,
    filter.hostId ? sql`host_id = ${filter.hostId}` : undefined,
    state ? sql`state = ${state}` : undefined,
    sql`seq >= ${range.from}`,
    sql`seq < ${range.below}`,
    ...submittedWithin(filter),
  ].filter((condition) => condition !== undefined);
  return sql`SELECT seq FROM jobs INDEXED BY ${sql.identifier(index)} WHERE ${sql.join(where, sql` AND `)} ORDER BY seq DESC LIMIT ${limit}`;
}

export function submittedWithin({ from, until }: Pick<JobFilter, "from" | "until">): (SQL | undefined)[] {
  return [from ? sql`submitted_at >= ${from.getTime()}` : undefined, until ? sql`submitted_at < ${until.getTime()}` : undefined];
}
