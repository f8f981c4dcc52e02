import { and, eq, sql } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import type { HostId, JobId } from "@/lib/domain/ids";
import type { JobEventKind } from "@/lib/domain/job-event";
import type { Store } from "../store";
import { writeRelaxed } from "../transaction";
import { addEvent } from "./add-event";
import { attemptJob, setStarted } from "./attempt-job";
import { findJob, findJobToRemove, getJob } from "./find-job";
import { jobsOnHost, stuckJobs, toRemoveOfHost, unfinishedOfHost } from "./jobs-of-host";
import { moveJob, type AnyMove } from "./move-job";
import { noteHeard, noteSilence } from "./note-contact";
import { forgetJob } from "./remove-jobs";

type JobChange = Partial<typeof jobs.$inferInsert>;

/** The runner's `RunnerJobs`. */
export function runnerJobs(store: Store) {
  const change = (id: JobId, values: JobChange) => store.database.update(jobs).set(values).where(eq(jobs.id, id)).run();

  return {
    get: (id: JobId) => getJob(store, id),
    find: (id: JobId) => findJob(store, id),
    onHost: (hostId: HostId) => jobsOnHost(store, hostId),
    unfinished: (hostId: HostId) => unfinishedOfHost(store, hostId),
    toRemove: (hostId: HostId) => toRemoveOfHost(store, hostId),
    toRemoveById: (id: JobId) => findJobToRemove(store, id),
    removed: (id: JobId) => forgetJob(store, id),
    stuck: (before: Date) => stuckJobs(store, before),
    move: (id: JobId, move: AnyMove, at: Date) => moveJob(store, id, move, at),
    addEvent: (jobId: JobId, kind: JobEventKind, text: string, at: Date) => {
      writeRelaxed(store.database, () => addEvent(store, { jobId, at, kind, text }));
    },
    attempt: (id: JobId, at: Date) => attemptJob(store, id, at),
    setDirectory: (id: JobId, directory: string) => {
      writeRelaxed(store.database, () => change(id, { directory }));
    },
    setStarted: (id: JobId, nativeId: string, at: Date) => setStarted(store, id, nativeId, at),
    heard: (ids: readonly JobId[], at: Date) => noteHeard(store, ids, at),
    silent: (id: JobId, sentence: string, at: Date) => noteSilence(store, id, sentence, at),
    setOutputSizes: (sizes: readonly { id: JobId; stdout: number; stderr: number }[]) => {
      if (sizes.length === 0) return;
      writeRelaxed(store.database, () => {
        for (const { id, stdout, stderr } of sizes) change(id, { stdoutSize: stdout, stderrSize: stderr });
      });
    },
    setCollected: (id: JobId, at: Date) => {
      writeRelaxed(store.database, () => change(id, { collectedAt: at }));
    },
    wait: (id: JobId, reason: string | null) => {
      const isOther = sql`${jobs.waitReason} IS NOT ${reason}`;
      writeRelaxed(store.database, () => store.database.update(jobs).set({ waitReason: reason }).where(and(eq(jobs.id, id), isOther)).run());
    },
  };
}
