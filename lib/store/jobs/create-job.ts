import { createHash } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { jobDependencies, jobTasks } from "@/drizzle/batch-schema";
import { hosts, jobFiles, jobScripts, jobs, spentSubmissions } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import { newId, type FileId, type JobId, type UserId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import { jobFolder } from "../data-folder";
import type { BatchPart, NewJob } from "../desk";
import { discard } from "../discard";
import type { Store } from "../store";
import { write } from "../transaction";
import { removeUploadBytes } from "../uploads/remove-upload";
import { addEvent } from "./add-event";
import { getJob } from "./find-job";
import { sealEnvironment } from "./job-row";
import { placeInputs } from "./place-inputs";
import { takeInputs, type TakenInput } from "./take-inputs";

/**
 * Writes a job down with all its files. Bytes are in place before the transaction is, and uploads go only after it:
 * a stop in between leaves a folder without a row, which `sweepOrphans` takes, and the uploads as they were.
 */
export function createJob(store: Store, owner: UserId, wanted: NewJob, at: Date): { job: Job; created: boolean } {
  const id = newId<JobId>();
  // A lone half of a surrogate pair has no UTF-8: database and bytes would differ.
  const job = { ...wanted, script: wanted.script.toWellFormed() };
  let taken: TakenInput[] = [];
  try {
    const existing = write(store.database, () => {
      const earlier = findBySubmission(store, owner, job.submissionKey);
      if (earlier) return earlier;

      checkHost(store, owner, job);
      taken = takeInputs(store, owner, job);
      insertJob(store, owner, id, job, at);
      const files = [scriptFile(id, job), ...placeInputs(store, id, taken)];
      for (const file of files) store.database.insert(jobFiles).values(file).run();
      addEvent(store, { jobId: id, at, kind: "state", state: "new", text: null });
      return undefined;
    });
    if (existing) return { job: getJob(store, existing), created: false };
  } catch (error) {
    discard(store, jobFolder(store.folder, id));
    throw error;
  }

  for (const { uploadId } of taken) if (uploadId) removeUploadBytes(store, uploadId);
  return { job: getJob(store, id), created: true };
}

/** Rejects with `conflict`, field `submissionKey`, when the job that this key made has been deleted. */
function findBySubmission({ database }: Store, owner: UserId, key: string): JobId | undefined {
  const row = database
    .select({ id: jobs.id, deletedAt: jobs.deletedAt })
    .from(jobs)
    .where(and(eq(jobs.ownerId, owner), eq(jobs.submissionKey, key)))
    .get();
  const isSpent = row
    ? row.deletedAt !== null
    : database
        .select()
        .from(spentSubmissions)
        .where(and(eq(spentSubmissions.ownerId, owner), eq(spentSubmissions.submissionKey, key)))
        .get() !== undefined;
  if (isSpent) {
    throw new AppError("conflict", "This form was sent before, and the job that it made has been deleted. Submit again to make a new one.", {
      field: "submissionKey",
    });
  }
  return row?.id as JobId | undefined;
}

function checkHost(store: Store, owner: UserId, job: NewJob): void {
  const host = store.database
    .select({ id: hosts.id })
    .from(hosts)
    .where(and(eq(hosts.ownerId, owner), eq(hosts.id, job.hostId), isNull(hosts.deletedAt)))
    .get();
  if (!host) throw new AppError("not_found", "This host is not among yours any more: choose another.", { field: "hostId" });
}

/** Its bytes are the row in `job_scripts`. */
function scriptFile(jobId: JobId, { scriptName, script }: NewJob): typeof jobFiles.$inferInsert {
  const sha256 = createHash("sha256").update(script, "utf8").digest("hex");
  return { id: newId<FileId>(), jobId, kind: "script", path: scriptName, size: Buffer.byteLength(script), sha256, executable: true, place: "stored" };
}

function insertJob(store: Store, owner: UserId, id: JobId, job: NewJob, at: Date): void {
  const { seq } = store.database
    .insert(jobs)
    .values({
      id,
      ownerId: owner,
      hostId: job.hostId,
      submissionKey: job.submissionKey,
      name: job.name,
      description: job.description,
      scriptName: job.scriptName,
      interpreter: job.interpreter,
      arguments: job.arguments,
      workingDirectory: job.workingDirectory,
      walltimeSeconds: job.walltimeSeconds,
      scheduler: job.batch?.scheduler,
      resources: job.batch?.resources,
      taskCount: job.batch?.tasks.length,
      tasksAtOnce: job.batch?.tasksAtOnce,
      tasks: job.batch?.tasks.length ? { new: job.batch.tasks.length } : null,
      mailWish: job.mailWish,
      state: "new",
      submittedAt: at,
      resubmittedFrom: job.resubmittedFrom,
    })
    .returning({ seq: jobs.seq })
    .get();
  store.database
    .insert(jobScripts)
    .values({ seq, script: job.script, batchScript: job.batch?.batchScript, sealedEnvironment: sealEnvironment(store, id, job.environment) })
    .run();
  if (job.batch) insertBatchPart(store, id, job.batch);
}

function insertBatchPart({ database }: Store, jobId: JobId, { tasks, dependencies }: BatchPart): void {
  for (const { index, parameters } of tasks) {
    database
      .insert(jobTasks)
      .values({ jobId, index, parameters: [...parameters], state: "new" })
      .run();
  }
  for (const { onJobId, condition } of dependencies) database.insert(jobDependencies).values({ jobId, onJobId, condition }).run();
}
