import { and, eq, lt } from "drizzle-orm";
import { uploads } from "@/drizzle/schema";
import type { UploadId, UserId } from "@/lib/domain/ids";
import { uploadPath } from "../data-folder";
import { discard } from "../discard";
import type { Store } from "../store";
import { write, writeRelaxed } from "../transaction";

export function removeUpload(store: Store, owner: UserId, id: UploadId): void {
  const removed = write(store.database, () =>
    store.database
      .delete(uploads)
      .where(and(eq(uploads.ownerId, owner), eq(uploads.id, id)))
      .run(),
  );
  if (removed.changes > 0) removeUploadBytes(store, id);
}

/** Uploads begun before `before` that no job took. */
export function removeForgottenUploads(store: Store, before: Date): UploadId[] {
  const isForgotten = lt(uploads.createdAt, before);
  const ids = writeRelaxed(store.database, () => store.database.delete(uploads).where(isForgotten).returning({ id: uploads.id }).all()).map((row) => row.id as UploadId);
  for (const id of ids) removeUploadBytes(store, id);
  return ids;
}

export function removeUploadBytes(store: Store, id: UploadId): void {
  discard(store, uploadPath(store.folder, id));
}
