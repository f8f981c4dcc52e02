import { and, eq, sql } from "drizzle-orm";
import { hosts } from "@/drizzle/schema";
import type { HostKey } from "@/lib/domain/host";
import type { HostId, UserId } from "@/lib/domain/ids";
import type { Store } from "../store";
import { write } from "../transaction";
import { isHost, isOwnHost } from "./host-row";

/** Pins the offered key, if it is the one the owner saw. */
export function pinHostKey(store: Store, owner: UserId, id: HostId, fingerprint: string): boolean {
  return write(store.database, () => {
    const pinned = store.database
      .update(hosts)
      .set({ hostKey: sql`${hosts.offeredHostKey}`, offeredHostKey: null, parkedAt: null, lastError: null, lastErrorAt: null })
      .where(and(isOwnHost(owner, id), eq(sql`json_extract(${hosts.offeredHostKey}, '$.fingerprint')`, fingerprint)))
      .run();
    return pinned.changes > 0;
  });
}

export function offerOwnHostKey(store: Store, owner: UserId, id: HostId, key: HostKey | null): void {
  write(store.database, () => store.database.update(hosts).set({ offeredHostKey: key }).where(isOwnHost(owner, id)).run());
}

export function offerHostKey(store: Store, id: HostId, key: HostKey): void {
  write(store.database, () => store.database.update(hosts).set({ offeredHostKey: key }).where(isHost(id)).run());
}
