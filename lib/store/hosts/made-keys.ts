import { and, eq, lt } from "drizzle-orm";
import { madeKeys } from "@/drizzle/schema";
import { newId, type UserId } from "@/lib/domain/ids";
import type { Store } from "../store";
import { write } from "../transaction";

export interface KeyPair {
  publicKey: string;
  privateKey: string;
}

const day = 86_400_000;

/** Those of forms that were never sent go after a day. */
export function keepMadeKey(store: Store, owner: UserId, pair: KeyPair, at: Date): string {
  const id = newId<string>();
  const sealedPrivateKey = store.vault.seal({ purpose: "made key", id }, pair.privateKey);
  write(store.database, () => {
    const isOld = lt(madeKeys.createdAt, new Date(at.getTime() - day));
    store.database.delete(madeKeys).where(isOld).run();
    store.database.insert(madeKeys).values({ id, ownerId: owner, publicKey: pair.publicKey, sealedPrivateKey, createdAt: at }).run();
  });
  return id;
}

export function findMadeKey(store: Store, owner: UserId, id: string): KeyPair | undefined {
  const row = store.database
    .select()
    .from(madeKeys)
    .where(and(eq(madeKeys.ownerId, owner), eq(madeKeys.id, id)))
    .get();
  return row && { publicKey: row.publicKey, privateKey: store.vault.open({ purpose: "made key", id }, row.sealedPrivateKey) };
}
