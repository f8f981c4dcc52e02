import { constants, copyFileSync, linkSync, mkdirSync } from "node:fs";
import type { jobFiles } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import { newId, type FileId, type JobId } from "@/lib/domain/ids";
import { filePath, flushFolder, jobFolder } from "../data-folder";
import type { Store } from "../store";
import { codeOf } from "../transaction";
import type { TakenInput } from "./take-inputs";

type FileRow = typeof jobFiles.$inferInsert;

/** Puts the inputs into the job's folder, for good, and answers their rows. */
export function placeInputs(store: Store, jobId: JobId, inputs: readonly TakenInput[]): FileRow[] {
  if (inputs.length === 0) return [];

  mkdirSync(jobFolder(store.folder, jobId), { recursive: true, mode: 0o700 });
  const rows = inputs.map((input) => placeInput(store, jobId, input));
  flushFolder(jobFolder(store.folder, jobId));
  flushFolder(store.folder.jobs);
  return rows;
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
