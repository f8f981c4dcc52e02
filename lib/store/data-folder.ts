import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { AppError } from "@/lib/domain/errors";
import type { FileId, JobId, UploadId } from "@/lib/domain/ids";

/**
 * Where bytes lie: `uploads/<uploadId>`, `jobs/<jobId>/<fileId>`, and two folders on the same disk for what is on its
 * way in (`partial`) and out (`trash`). Names come from ids alone, never from a person's file name.
 */
export interface DataFolder {
  root: string;
  jobs: string;
  uploads: string;
  partial: string;
  trash: string;
}

export function makeDataFolder(root: string): DataFolder {
  const folder: DataFolder = {
    root,
    jobs: path.join(root, "jobs"),
    uploads: path.join(root, "uploads"),
    partial: path.join(root, "partial"),
    trash: path.join(root, "trash"),
  };
  for (const place of [folder.root, folder.jobs, folder.uploads, folder.partial, folder.trash]) {
    mkdirSync(place, { recursive: true, mode: 0o700 });
  }
  chmodSync(root, 0o700);
  return folder;
}

export function jobFolder(folder: DataFolder, jobId: JobId): string {
  return path.join(folder.jobs, plain(jobId));
}

export function filePath(folder: DataFolder, file: { id: FileId; jobId: JobId }): string {
  return path.join(jobFolder(folder, file.jobId), plain(file.id));
}

export function uploadPath(folder: DataFolder, id: UploadId): string {
  return path.join(folder.uploads, plain(id));
}

export function closeToOthers(file: string): void {
  chmodSync(file, 0o600);
}

/** Makes names in a folder outlive a power cut. */
export function flushFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function plain(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(id)) throw new AppError("not_found", "There is no such file.");
  return id;
}
