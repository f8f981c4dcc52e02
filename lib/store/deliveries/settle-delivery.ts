import { and, eq } from "drizzle-orm";
import { deliveries } from "@/drizzle/delivery-schema";
import type { DeliveryId } from "@/lib/domain/ids";
import type { Store } from "../store";
import { write } from "../transaction";

type Settled = { state: "sent"; sentAt: Date; note: string | null } | { state: "waiting" | "failed"; note: string };

/** Ends one try; changes nothing unless the mail is in hand. */
export function settleDelivery(store: Store, id: DeliveryId, settled: Settled): void {
  write(store.database, () =>
    store.database
      .update(deliveries)
      .set({ ...settled, holder: null })
      .where(and(eq(deliveries.id, id), eq(deliveries.state, "sending")))
      .run(),
  );
}
