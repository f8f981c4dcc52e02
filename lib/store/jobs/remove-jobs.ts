import { and, eq, inArray, type SQL } from "drizzle-orm";
import { jobFiles, jobs, spentSubmissions } from "@/drizzle/schema";
import type { JobId, UserId } from "@/lib/domain/ids";
import { finalStates } from "@/lib/domain/job-state";
import { jobFolder } from "../data-folder";
import { discard } from "../discard";
import type { Store } from "../store";
import { write } from "../transaction";
import { isOwn, isToRemove } from "./job-conditions";

/** Of ended jobs only. With `removeRemote` the row stays, hidden, until `forgetJob`. */
export function removeJobs(store: Store, owner: UserId, ids: readonly JobId[], { removeRemote }: { removeRemote: boolean }, at: Date): JobId[] {
  const taken = write(store.database, () => ids.filter((id) => (removeRemote ? hideOne(store, owner, id, at) : removeOne(store, owner, id))));
  for (const id of taken) discard(store, jobFolder(store.folder, id));
  return taken;
}

/** The folder on the host is gone: so is the job. */
export function forgetJob(store: Store, id: JobId): void {
  const removed = write(store.database, () => removeWhere(store, and(eq(jobs.id, id), isToRemove)));
  if (removed) discard(store, jobFolder(store.folder, id));
}

function hideOne(store: Store, owner: UserId, id: JobId, at: Date): boolean {
  const hidden = store.database
    .update(jobs)
    .set({ deletedAt: at, removeRemote: true })
    .where(isEnded(owner, id))
    .run();
  if (hidden.changes === 0) return false;

  store.database.delete(jobFiles).where(eq(jobFiles.jobId, id)).run();
  return true;
}

function removeOne(store: Store, owner: UserId, id: JobId): boolean {
  return removeWhere(store, isEnded(owner, id));
}

/** What is left of a job is its submission key, so that the same form sent again makes no second one. */
function removeWhere({ database }: Store, which: SQL | undefined): boolean {
  const spent = database.select({ ownerId: jobs.ownerId, submissionKey: jobs.submissionKey }).from(jobs).where(which);
  database.insert(spentSubmissions).select(spent).onConflictDoNothing().run();
  return database.delete(jobs).where(which).run().changes > 0;
}

function isEnded(owner: UserId, id: JobId) {
  return and(isOwn(owner, id), inArray(jobs.state, finalStates));
}
