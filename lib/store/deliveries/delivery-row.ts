import type { deliveries } from "@/drizzle/delivery-schema";
import type { DeliveryId, JobId, UserId } from "@/lib/domain/ids";
import type { MailMoment } from "@/lib/domain/mail-wish";

type Row = typeof deliveries.$inferSelect;

export function toDelivery({ channel: _channel, holder: _holder, ...row }: Row) {
  return {
    ...row,
    id: row.id as DeliveryId,
    jobId: row.jobId as JobId | null,
    userId: row.userId as UserId,
    moment: row.moment as MailMoment,
  };
}

export type Delivery = ReturnType<typeof toDelivery>;
