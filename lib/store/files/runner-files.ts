import { eq } from "drizzle-orm";
import type { Readable } from "node:stream";
import { jobFiles } from "@/drizzle/schema";
import type { FileId, JobId } from "@/lib/domain/ids";
import type { JobFile } from "@/lib/domain/job-file";
import type { Store } from "../store";
import { writeRelaxed } from "../transaction";
import { listFiles } from "./list-files";
import { openFile } from "./open-file";
import { recordFiles, type NewFile } from "./record-files";
import { storeFile } from "./store-file";

type FileChange = Partial<Pick<JobFile, "size" | "sha256" | "place" | "note" | "modifiedAt">>;
type FileName = Pick<JobFile, "id" | "jobId">;

/** The runner's `RunnerFiles`. */
export function runnerFiles(store: Store) {
  return {
    list: (jobId: JobId) => listFiles(store, jobId),
    record: (jobId: JobId, files: readonly NewFile[]) => recordFiles(store, jobId, files),
    open: (file: FileName, range?: { start?: number; end?: number }) => openFile(store, file, range),
    store: (file: FileName, source: Readable) => storeFile(store, file, source),
    update: (id: FileId, change: FileChange) => {
      writeRelaxed(store.database, () => store.database.update(jobFiles).set(change).where(eq(jobFiles.id, id)).run());
    },
  };
}
