import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { and, eq, sql } from "drizzle-orm";
import { jobFiles, jobs, jobScripts } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import type { JobFile } from "@/lib/domain/job-file";
import { filePath } from "../data-folder";
import { preparedFor } from "../prepared";
import type { Store } from "../store";
import { codeOf } from "../transaction";

export interface FileRange {
  start?: number;
  /** Not included. */
  end?: number;
}

const scriptOf = preparedFor(({ database }) =>
  database
    .select({ text: jobScripts.script })
    .from(jobFiles)
    .innerJoin(jobs, eq(jobs.id, jobFiles.jobId))
    .innerJoin(jobScripts, eq(jobScripts.seq, jobs.seq))
    .where(and(eq(jobFiles.id, sql.placeholder("id")), eq(jobFiles.jobId, sql.placeholder("jobId")), eq(jobFiles.kind, "script")))
    .prepare(),
);

/** A script's bytes lie in the database, all others in the job's folder. Rejects with `not_found` when no copy was made. */
export async function openFile(store: Store, file: Pick<JobFile, "id" | "jobId">, range: FileRange = {}): Promise<Readable> {
  const script = scriptOf(store).get(file);
  return script ? streamOf(Buffer.from(script.text, "utf8"), range) : openCopy(filePath(store.folder, file), range);
}

function streamOf(bytes: Buffer, { start, end }: FileRange): Readable {
  const part = bytes.subarray(start, end);
  return Readable.from(part.length > 0 ? [part] : [], { objectMode: false });
}

async function openCopy(place: string, { start = 0, end }: FileRange): Promise<Readable> {
  try {
    const handle = await open(place, "r");
    if (end === undefined || end > start) return handle.createReadStream({ start, end: end === undefined ? undefined : end - 1, highWaterMark: 1024 * 1024 });
    await handle.close();
    return streamOf(Buffer.alloc(0), {});
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    throw new AppError("not_found", "There is no copy of this file on the Sqmpy server.", { cause: error });
  }
}
