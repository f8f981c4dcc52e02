import { and, eq, isNull } from "drizzle-orm";
import { jobFiles, jobs, uploads } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import type { FileId, JobId, UploadId, UserId } from "@/lib/domain/ids";
import { filePath, uploadPath } from "../data-folder";
import type { NewJob } from "../desk";
import type { Store } from "../store";

/** An input whose bytes lie whole at `source`. */
export interface TakenInput {
  source: string;
  path: string;
  size: number;
  sha256: string;
  executable: boolean;
  /** Null for one of an earlier job. */
  uploadId: UploadId | null;
}

/** Finds the inputs asked for, among the owner's own, and takes the uploads' rows away. Part of a transaction. */
export function takeInputs(store: Store, owner: UserId, job: NewJob): TakenInput[] {
  const taken = [
    ...job.keptInputs.map((id) => keptInput(store, owner, id)),
    ...job.inputs.map((input) => uploadedInput(store, owner, input)),
  ];
  const paths = new Set([job.scriptName]);
  for (const { path } of taken) {
    if (paths.has(path)) throw refused(`“${path}” is there twice: rename or remove one.`);
    paths.add(path);
  }
  return taken;
}

function uploadedInput(store: Store, owner: UserId, input: NewJob["inputs"][number]): TakenInput {
  const upload = store.database
    .select()
    .from(uploads)
    .where(and(eq(uploads.ownerId, owner), eq(uploads.id, input.uploadId)))
    .get();
  if (!upload) throw refused(`“${input.path}” is not on the server any more: remove it from the list and add the file again.`);
  if (!upload.finishedAt || !upload.sha256) throw refused(`“${input.path}” is still being uploaded: wait until it is complete, then submit again.`);

  store.database.delete(uploads).where(eq(uploads.id, input.uploadId)).run();
  return {
    source: uploadPath(store.folder, input.uploadId),
    path: input.path,
    size: upload.size,
    sha256: upload.sha256,
    executable: false,
    uploadId: input.uploadId,
  };
}

function keptInput(store: Store, owner: UserId, id: FileId): TakenInput {
  const file = store.database
    .select({ id: jobFiles.id, jobId: jobFiles.jobId, path: jobFiles.path, size: jobFiles.size, sha256: jobFiles.sha256, executable: jobFiles.executable })
    .from(jobFiles)
    .innerJoin(jobs, eq(jobs.id, jobFiles.jobId))
    .where(and(eq(jobFiles.id, id), eq(jobFiles.kind, "input"), eq(jobFiles.place, "stored"), eq(jobs.ownerId, owner), isNull(jobs.deletedAt)))
    .get();
  if (!file?.sha256) throw refused("An input file of the earlier job is not there any more: add it again.");
  return {
    source: filePath(store.folder, { id: file.id as FileId, jobId: file.jobId as JobId }),
    path: file.path,
    size: file.size,
    sha256: file.sha256,
    executable: file.executable,
    uploadId: null,
  };
}

function refused(message: string): AppError {
  return new AppError("invalid", message, { field: "inputs" });
}
