import { eq } from "drizzle-orm";
import { deliveries } from "@/drizzle/delivery-schema";
import { newId, type DeliveryId, type JobId } from "@/lib/domain/ids";
import type { MailMoment } from "@/lib/domain/mail-wish";
import type { User } from "@/lib/domain/user";
import type { Store } from "../store";
import { write } from "../transaction";
import { toDelivery, type Delivery } from "./delivery-row";

/** One row for each job, moment and person. */
export function planDelivery(store: Store, jobId: JobId, moment: MailMoment, recipient: Pick<User, "id" | "email">, at: Date): Delivery {
  const dedupeKey = `${jobId}:${moment}:${recipient.id}`;
  return write(store.database, () => {
    store.database
      .insert(deliveries)
      .values({
        id: newId<DeliveryId>(),
        dedupeKey,
        jobId,
        userId: recipient.id,
        channel: "email",
        moment,
        recipient: recipient.email,
        state: "waiting",
        createdAt: at,
      })
      .onConflictDoNothing({ target: deliveries.dedupeKey })
      .run();
    const row = store.database.select().from(deliveries).where(eq(deliveries.dedupeKey, dedupeKey)).get();
    if (!row) throw new Error(`The delivery ${dedupeKey} was written and is not there.`);
    return toDelivery(row);
  });
}
