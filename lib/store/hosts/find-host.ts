import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { hosts } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import type { Credential, Host } from "@/lib/domain/host";
import type { HostId, UserId } from "@/lib/domain/ids";
import type { Store } from "../store";
import { openCredential } from "./host-credential";
import { isHost, isOwnHost, toHost, type HostRow } from "./host-row";

export function findOwnHost(store: Store, owner: UserId, id: HostId): Host | undefined {
  const row = store.database.select().from(hosts).where(isOwnHost(owner, id)).get();
  return row && toHost(row);
}

export function findOwnCredential(store: Store, owner: UserId, id: HostId): Credential | undefined {
  const row = store.database.select().from(hosts).where(isOwnHost(owner, id)).get();
  return row && openCredential(store, row);
}

/** By name. */
export function listHosts(store: Store, owner: UserId): Host[] {
  return store.database
    .select()
    .from(hosts)
    .where(and(eq(hosts.ownerId, owner), isNull(hosts.deletedAt)))
    .orderBy(asc(sql`${hosts.name} COLLATE NOCASE`))
    .all()
    .map(toHost);
}

export function getHost(store: Store, id: HostId): Host {
  return toHost(getRow(store, id));
}

export function getHostWithCredential(store: Store, id: HostId): { host: Host; credential: Credential } {
  const row = getRow(store, id);
  return { host: toHost(row), credential: openCredential(store, row) };
}

function getRow(store: Store, id: HostId): HostRow {
  const row = store.database.select().from(hosts).where(isHost(id)).get();
  if (!row) throw new AppError("not_found", "This host does not exist any more: its owner removed it.");
  return row;
}
