import { createHash } from "node:crypto";
import { closeSync, constants, copyFileSync, fsyncSync, linkSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import type { jobFiles } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import { newId, type FileId, type JobId } from "@/lib/domain/ids";
import { filePath, flushFolder, jobFolder } from "../data-folder";
import type { NewJob } from "../desk";
import type { Store } from "../store";
import { codeOf } from "../transaction";
import type { TakenInput } from "./take-inputs";

type FileRow = typeof jobFiles.$inferInsert;

/** Puts script and inputs into the job's folder, flushed to the disk, and answers their rows. */
export function placeFiles(store: Store, jobId: JobId, job: NewJob, inputs: readonly TakenInput[]): FileRow[] {
  mkdirSync(jobFolder(store.folder, jobId), { recursive: true, mode: 0o700 });
  const rows = [placeScript(store, jobId, job), ...inputs.map((input) => placeInput(store, jobId, input))];
  flushFolder(jobFolder(store.folder, jobId));
  flushFolder(store.folder.jobs);
  return rows;
}

function placeScript(store: Store, jobId: JobId, job: NewJob): FileRow {
  const id = newId<FileId>();
  const bytes = Buffer.from(job.script, "utf8");
  const handle = openSync(filePath(store.folder, { id, jobId }), "wx", 0o600);
  try {
    writeFileSync(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { id, jobId, kind: "script", path: job.scriptName, size: bytes.length, sha256, executable: true, place: "stored" };
}

function placeInput(store: Store, jobId: JobId, input: TakenInput): FileRow {
  const id = newId<FileId>();
  linkOrCopy(input, filePath(store.folder, { id, jobId }));
  const { path, size, sha256, executable } = input;
  return { id, jobId, kind: "input", path, size, sha256, executable, place: "stored" };
}

/** A second name for the same bytes: at once, whatever the size. */
function linkOrCopy({ source, path }: TakenInput, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if (codeOf(error) === "ENOENT") {
      throw new AppError("invalid", `The bytes of “${path}” are not on the server any more: remove it from the list and add the file again.`, { field: "inputs" });
    }
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EMLINK", "EXDEV"].includes(codeOf(error))) throw error;
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}
