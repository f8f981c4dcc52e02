import { and, eq, exists, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import { hosts, jobs } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import type { HostId } from "@/lib/domain/ids";
import { isToRemove, isUnfinished } from "../jobs/job-conditions";
import type { Store } from "../store";
import { writeRelaxed } from "../transaction";
import { isHost } from "./host-row";

/** Keeps an earlier plan. */
export function planPoll(store: Store, id: HostId, at: Date): Date {
  const planned = writeRelaxed(store.database, () =>
    store.database
      .update(hosts)
      .set({ nextPollAt: sql`min(coalesce(${hosts.nextPollAt}, ${at.getTime()}), ${at.getTime()})` })
      .where(isHost(id))
      .returning({ at: hosts.nextPollAt })
      .get(),
  );
  if (!planned?.at) throw new AppError("not_found", "This host does not exist any more: its owner removed it.");
  return planned.at;
}

/** True for one caller only. */
export function claimPoll(store: Store, id: HostId, now: Date): boolean {
  return writeRelaxed(store.database, () => {
    const isDue = and(isHost(id), isNotNull(hosts.nextPollAt), lte(hosts.nextPollAt, now));
    return store.database.update(hosts).set({ nextPollAt: null }).where(isDue).run().changes > 0;
  });
}

/** Hosts that have something to be looked after, and no look to come. */
export function forgottenHosts(store: Store, before: Date): HostId[] {
  const { database } = store;
  const ofHost = eq(jobs.hostId, hosts.id);
  const hasUnfinished = exists(database.select({ id: jobs.id }).from(jobs).where(and(ofHost, isUnfinished)));
  const hasToRemove = exists(database.select({ id: jobs.id }).from(jobs).where(and(ofHost, isToRemove)));
  const isNotPlanned = or(isNull(hosts.nextPollAt), lte(hosts.nextPollAt, before));
  return database
    .select({ id: hosts.id })
    .from(hosts)
    .where(and(isNull(hosts.deletedAt), isNotPlanned, or(hasUnfinished, hasToRemove)))
    .all()
    .map((row) => row.id as HostId);
}
