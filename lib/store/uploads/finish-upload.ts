import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { and, eq, isNull } from "drizzle-orm";
import { uploads } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import type { UploadId, UserId } from "@/lib/domain/ids";
import { uploadPath } from "../data-folder";
import type { Store } from "../store";
import { codeOf, write } from "../transaction";
import { findUpload } from "./find-upload";

/** Reads the bytes through once: they must be as many as announced, are flushed to the disk, and their SHA-256 is noted. */
export async function finishUpload(store: Store, owner: UserId, id: UploadId, at: Date): Promise<void> {
  const upload = findUpload(store, owner, id);
  if (!upload) throw gone();
  if (upload.finishedAt) return;

  const { size, sha256 } = await readThrough(uploadPath(store.folder, id));
  if (size !== upload.size) {
    throw new AppError("invalid", `“${upload.name}” has ${size} of ${upload.size} bytes: the upload is not complete yet. Try again.`, { field: "inputs" });
  }
  write(store.database, () =>
    store.database
      .update(uploads)
      .set({ finishedAt: at, sha256 })
      .where(and(eq(uploads.ownerId, owner), eq(uploads.id, id), isNull(uploads.finishedAt)))
      .run(),
  );
}

async function readThrough(file: string): Promise<{ size: number; sha256: string }> {
  try {
    const handle = await open(file, "r");
    try {
      return await hashAndFlush(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === "ENOENT") throw gone(error);
    throw error;
  }
}

/** With one buffer for all, so that memory does not grow with the file. */
async function hashAndFlush(handle: FileHandle): Promise<{ size: number; sha256: string }> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(512 * 1024);
  let size = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    size += bytesRead;
  }
  await handle.sync();
  return { size, sha256: hash.digest("hex") };
}

function gone(cause?: unknown): AppError {
  return new AppError("not_found", "This upload is not on the server any more: add the file again.", { field: "inputs", cause });
}
