declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Whose data a query may touch. Made only by `requireUser()` and by the store's own rows. */
export type UserId = Branded<"UserId">;
export type JobId = Branded<"JobId">;
export type HostId = Branded<"HostId">;
export type FileId = Branded<"FileId">;
export type UploadId = Branded<"UploadId">;
export type AttemptId = Branded<"AttemptId">;
export type DeliveryId = Branded<"DeliveryId">;

const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

/** A random id of `length` characters (5 bits each) that reads well aloud and in a path; no 0/o, 1/l. */
export function newId<Id extends string>(length = 12): Id {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => alphabet[byte % 32]).join("") as Id;
}
