import { and, eq } from "drizzle-orm";
import { uploads } from "@/drizzle/schema";
import type { UploadId, UserId } from "@/lib/domain/ids";
import type { UploadRow } from "../desk";
import type { Store } from "../store";

export function findUpload(store: Store, owner: UserId, id: UploadId): UploadRow | undefined {
  const row = store.database
    .select()
    .from(uploads)
    .where(and(eq(uploads.ownerId, owner), eq(uploads.id, id)))
    .get();
  return row && { ...row, id: row.id as UploadId, ownerId: row.ownerId as UserId };
}
