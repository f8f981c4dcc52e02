import { createHash } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { newId } from "@/lib/domain/ids";
import type { JobFile } from "@/lib/domain/job-file";
import { filePath, flushFolder, jobFolder } from "../data-folder";
import type { Store } from "../store";
import { fullDisk, isFull } from "../transaction";

/** Bytes first go under another name, so that the file's own name never shows a half of them. */
export async function storeFile(store: Store, file: Pick<JobFile, "id" | "jobId">, source: Readable): Promise<{ size: number; sha256: string }> {
  const partial = path.join(store.folder.partial, newId(16));
  try {
    const written = await writeWhole(partial, source);
    await mkdir(jobFolder(store.folder, file.jobId), { recursive: true, mode: 0o700 });
    await rename(partial, filePath(store.folder, file));
    flushFolder(jobFolder(store.folder, file.jobId));
    return written;
  } catch (error) {
    source.destroy();
    await rm(partial, { force: true });
    throw isFull(error) ? fullDisk(error) : error;
  }
}

async function writeWhole(place: string, source: Readable): Promise<{ size: number; sha256: string }> {
  const hash = createHash("sha256");
  let size = 0;
  const handle = await open(place, "wx", 0o600);
  try {
    for await (const chunk of source) {
      const bytes: Buffer = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      hash.update(bytes);
      await handle.writeFile(bytes);
      size += bytes.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { size, sha256: hash.digest("hex") };
}
