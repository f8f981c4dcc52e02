import { eq } from "drizzle-orm";
import { hosts } from "@/drizzle/schema";
import type { HostId } from "@/lib/domain/ids";
import type { QueueOffers } from "@/lib/domain/queue-offers";
import type { Store } from "../store";
import { writeRelaxed } from "../transaction";

/** When a host's scheduler was last asked about jobs. */
export function askedAt({ database }: Store, id: HostId): Date | null {
  return database.select({ askedAt: hosts.askedAt }).from(hosts).where(eq(hosts.id, id)).get()?.askedAt ?? null;
}

export function noteAsked({ database }: Store, id: HostId, at: Date): void {
  writeRelaxed(database, () => database.update(hosts).set({ askedAt: at }).where(eq(hosts.id, id)).run());
}

export function setOffers({ database }: Store, id: HostId, offers: QueueOffers): void {
  writeRelaxed(database, () => database.update(hosts).set({ offers }).where(eq(hosts.id, id)).run());
}
