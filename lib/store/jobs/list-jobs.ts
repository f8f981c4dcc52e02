import { and, desc, eq, gte, inArray, isNull, lt, max, min } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import type { UserId } from "@/lib/domain/ids";
import type { JobFilter, JobPage } from "@/lib/domain/job-filter";
import type { Store } from "../store";
import { selectSummaries, toSummary } from "./job-row";
import { pickJobs } from "./pick-jobs";
import type { SeqRange } from "./seq-range";

const pageLimit = 1_000;

/**
 * Newest first. First the rows are picked from indexes alone, then the page's own are read; a page begins below the
 * last `seq` of the one before, so that jobs submitted meanwhile neither shift nor repeat anything.
 */
export function listJobs(store: Store, owner: UserId, filter: JobFilter): JobPage {
  const limit = Math.max(1, Math.min(filter.limit, pageLimit));
  const range = rangeOf(store, owner, filter);
  if (range === null) return { jobs: [], next: null };

  const picked = pickJobs(store, owner, filter, range, limit + 1);
  const page = picked.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined) return { jobs: [], next: null };

  const rows = selectSummaries(store).where(inArray(jobs.seq, page)).orderBy(desc(jobs.seq)).all();
  return { jobs: rows.map(toSummary), next: picked.length > limit ? cursorAt(last) : null };
}

/** Null when no job can be in it. */
function rangeOf(store: Store, owner: UserId, filter: JobFilter): SeqRange | null {
  const below = filter.after === null ? Number.MAX_SAFE_INTEGER : readCursor(filter.after);
  if (!filter.from && !filter.until) return { from: 0, below };

  const span = store.database
    .select({ first: min(jobs.seq), last: max(jobs.seq) })
    .from(jobs)
    .where(
      and(
        eq(jobs.ownerId, owner),
        isNull(jobs.deletedAt),
        filter.from ? gte(jobs.submittedAt, filter.from) : undefined,
        filter.until ? lt(jobs.submittedAt, filter.until) : undefined,
      ),
    )
    .get();
  if (!span || span.first === null || span.last === null) return null;
  return { from: span.first, below: Math.min(below, span.last + 1) };
}

function cursorAt(seq: number): string {
  return seq.toString(36);
}

function readCursor(cursor: string): number {
  const seq = /^[0-9a-z]{1,10}$/.test(cursor) ? parseInt(cursor, 36) : NaN;
  if (Number.isSafeInteger(seq)) return seq;
  throw new AppError("invalid", "The address of this page is damaged: go back to the first page of the history.");
}
