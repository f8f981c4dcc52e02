import { and, desc, eq, gte, sql } from "drizzle-orm";
import { hostQuestions } from "@/drizzle/batch-schema";
import { hosts, users } from "@/drizzle/schema";
import type { HostId } from "@/lib/domain/ids";
import type { QuestionRow } from "../desk";
import type { Store } from "../store";
import { writeRelaxed } from "../transaction";

const hourMs = 3_600_000;
const keptMs = 30 * 24 * hourMs;

export interface Question {
  hostId: HostId;
  /** `status`, `accounting`, `submit`, `cancel` … */
  what: string;
  jobs: number;
  /** Milliseconds. */
  took: number;
  failed: boolean;
}

/** Adds a question to its hour. */
export function countQuestion(store: Store, { hostId, what, jobs, took, failed }: Question, at: Date): void {
  const hour = new Date(Math.floor(at.getTime() / hourMs) * hourMs);
  const milliseconds = Math.round(took);
  writeRelaxed(store.database, () => {
    store.database
      .insert(hostQuestions)
      .values({ hostId, hour, what, asked: 1, failed: Number(failed), jobs, took: milliseconds, longest: milliseconds })
      .onConflictDoUpdate({
        target: [hostQuestions.hostId, hostQuestions.hour, hostQuestions.what],
        set: {
          asked: sql`${hostQuestions.asked} + 1`,
          failed: sql`${hostQuestions.failed} + ${Number(failed)}`,
          jobs: sql`${hostQuestions.jobs} + ${jobs}`,
          took: sql`${hostQuestions.took} + ${milliseconds}`,
          longest: sql`max(${hostQuestions.longest}, ${milliseconds})`,
        },
      })
      .run();
  });
}

/** The newest hour first, with whose host it is. */
export function listQuestions(store: Store, since: Date): (QuestionRow & { hostName: string; address: string; ownerName: string })[] {
  return store.database
    .select({
      hostId: sql<HostId>`${hostQuestions.hostId}`,
      hour: hostQuestions.hour,
      what: hostQuestions.what,
      asked: hostQuestions.asked,
      failed: hostQuestions.failed,
      jobs: hostQuestions.jobs,
      took: hostQuestions.took,
      longest: hostQuestions.longest,
      hostName: hosts.name,
      address: hosts.address,
      ownerName: users.name,
    })
    .from(hostQuestions)
    .innerJoin(hosts, eq(hosts.id, hostQuestions.hostId))
    .innerJoin(users, eq(users.id, hosts.ownerId))
    .where(and(gte(hostQuestions.hour, since)))
    .orderBy(desc(hostQuestions.hour), hostQuestions.what)
    .all();
}

export function forgetOldQuestions(store: Store, now: Date): void {
  writeRelaxed(store.database, () => {
    store.database
      .delete(hostQuestions)
      .where(sql`${hostQuestions.hour} < ${now.getTime() - keptMs}`)
      .run();
  });
}
