import { and, eq, sql } from "drizzle-orm";
import { jobs } from "@/drizzle/schema";
import type { HostId, JobId } from "@/lib/domain/ids";
import type { Usage } from "@/lib/domain/queue-sight";
import type { JobEventKind } from "@/lib/domain/job-event";
import type { Store } from "../store";
import { writeRelaxed } from "../transaction";
import { addEvent } from "./add-event";
import { attemptJob, giveUpAttempt, setStarted } from "./attempt-job";
import { findJob, findJobToRemove, getJob } from "./find-job";
import { jobsOnHost, jobsWithoutUsage, stuckJobs, toRemoveOfHost, unfinishedOfHost } from "./jobs-of-host";
import { listDependencies, waitingFor } from "./list-dependencies";
import { listTasks, unfinishedTasks } from "./list-tasks";
import { moveJob, type AnyMove } from "./move-job";
import { moveTasks, noteTasks, type TaskMove } from "./move-task";
import { noteQueue, type QueueNote } from "./note-queue";
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
    tasks: (id: JobId) => listTasks(store, id),
    unfinishedTasks: (id: JobId) => unfinishedTasks(store, id),
    moveTasks: (id: JobId, moves: readonly TaskMove[], at: Date) => moveTasks(store, id, moves, at),
    noteTasks: (id: JobId, notes: Parameters<typeof noteTasks>[2]) => noteTasks(store, id, notes),
    dependencies: (id: JobId) => listDependencies(store, id),
    waitingFor: (id: JobId) => waitingFor(store, id),
    giveUpAttempt: (id: JobId, outcome: string) => giveUpAttempt(store, id, outcome),
    noteQueue: (sights: readonly QueueNote[], at: Date) => noteQueue(store, sights, at),
    setUsage: (id: JobId, usage: Usage) => {
      writeRelaxed(store.database, () => change(id, { usage }));
    },
    withoutUsage: (hostId: HostId, since: Date) => jobsWithoutUsage(store, hostId, since),
    wait: (id: JobId, reason: string | null) => {
      const isOther = sql`${jobs.waitReason} IS NOT ${reason}`;
      writeRelaxed(store.database, () => store.database.update(jobs).set({ waitReason: reason }).where(and(eq(jobs.id, id), isOther)).run());
    },
  };
}
