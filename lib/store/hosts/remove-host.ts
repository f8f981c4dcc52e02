import { and, count, eq } from "drizzle-orm";
import { hosts, jobs } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import type { HostId, UserId } from "@/lib/domain/ids";
import { isToRemove, isUnfinished } from "../jobs/job-conditions";
import type { Store } from "../store";
import { write } from "../transaction";
import { isOwnHost } from "./host-row";

/** The row stays for the names in old jobs; its secret goes, and so do deleted jobs that waited for this host. */
export function removeHost(store: Store, owner: UserId, id: HostId, at: Date): void {
  write(store.database, () => {
    const removed = store.database
      .update(hosts)
      .set({ deletedAt: at, sealedCredential: null, nextPollAt: null })
      .where(isOwnHost(owner, id))
      .run();
    if (removed.changes === 0) throw new AppError("not_found", "This host is not among yours.");

    const unfinished = countUnfinished(store, id);
    if (unfinished > 0) {
      const jobsThere = unfinished === 1 ? "1 job there has" : `${unfinished} jobs there have`;
      throw new AppError("conflict", `${jobsThere} not ended yet: cancel them or wait, then remove the host.`);
    }
    store.database.delete(jobs).where(and(eq(jobs.hostId, id), isToRemove)).run();
  });
}

function countUnfinished(store: Store, id: HostId): number {
  const row = store.database
    .select({ count: count() })
    .from(jobs)
    .where(and(eq(jobs.hostId, id), isUnfinished))
    .get();
  return row?.count ?? 0;
}
