import { and, eq, isNull, ne, or, sql } from "drizzle-orm";
import { deliveries } from "@/drizzle/delivery-schema";
import type { DeliveryId } from "@/lib/domain/ids";
import type { Store } from "../store";
import { write } from "../transaction";

/**
 * Takes a mail in hand. What another process holds is free: the data folder has one process at a time, so that one is
 * dead, and it may or may not have sent. On the disk before it is answered, so that even a power cut shows as `resumed`.
 */
export function claimDelivery(store: Store, id: DeliveryId): { claimed: boolean; resumed: boolean } {
  return write(store.database, () => {
    const resumed = take(store, id, isAbandoned(store));
    if (resumed) return { claimed: true, resumed };
    return { claimed: take(store, id, eq(deliveries.state, "waiting")), resumed };
  });
}

/** Left `sending` by a process that is gone. */
export function isAbandoned(store: Store) {
  return and(eq(deliveries.state, "sending"), or(isNull(deliveries.holder), ne(deliveries.holder, store.process)));
}

function take(store: Store, id: DeliveryId, isFree: ReturnType<typeof eq> | undefined): boolean {
  const taken = store.database
    .update(deliveries)
    .set({ state: "sending", holder: store.process, tries: sql`${deliveries.tries} + 1` })
    .where(and(eq(deliveries.id, id), isFree))
    .run();
  return taken.changes > 0;
}
