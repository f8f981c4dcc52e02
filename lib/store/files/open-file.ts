import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { AppError } from "@/lib/domain/errors";
import type { JobFile } from "@/lib/domain/job-file";
import { filePath } from "../data-folder";
import type { Store } from "../store";
import { codeOf } from "../transaction";

/** Bytes `start` to `end`, `end` not included; default all. Rejects with `not_found` when no copy was made. */
export async function openFile(store: Store, file: Pick<JobFile, "id" | "jobId">, { start = 0, end }: { start?: number; end?: number } = {}): Promise<Readable> {
  try {
    const handle = await open(filePath(store.folder, file), "r");
    if (end !== undefined && end <= start) {
      await handle.close();
      return await emptyStream();
    }
    return handle.createReadStream({ start, end: end === undefined ? undefined : end - 1, highWaterMark: 256 * 1024 });
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    throw new AppError("not_found", "There is no copy of this file on the Sqmpy server.", { cause: error });
  }
}

async function emptyStream(): Promise<Readable> {
  const { Readable } = await import("node:stream");
  return Readable.from([]);
}
