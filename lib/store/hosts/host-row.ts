import { and, eq, isNull } from "drizzle-orm";
import { hosts } from "@/drizzle/schema";
import type { Host } from "@/lib/domain/host";
import type { HostId, UserId } from "@/lib/domain/ids";

export type HostRow = typeof hosts.$inferSelect;

export function toHost({ sealedCredential: _secret, deletedAt: _deletedAt, askedAt: _askedAt, ...row }: HostRow): Host {
  return { ...row, id: row.id as HostId, ownerId: row.ownerId as UserId };
}

/** An owner's host that was not removed. */
export function isOwnHost(owner: UserId, id: HostId) {
  return and(eq(hosts.ownerId, owner), isHost(id));
}

export function isHost(id: HostId) {
  return and(eq(hosts.id, id), isNull(hosts.deletedAt));
}
