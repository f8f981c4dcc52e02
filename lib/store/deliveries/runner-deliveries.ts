import type { DeliveryId, JobId } from "@/lib/domain/ids";
import type { MailMoment } from "@/lib/domain/mail-wish";
import type { User } from "@/lib/domain/user";
import type { DeliveryDesk } from "../desk";
import type { Store } from "../store";
import { claimDelivery } from "./claim-delivery";
import { deliveriesOfJob, getDelivery, latestDeliveries, stuckDeliveries } from "./list-deliveries";
import { planDelivery } from "./plan-delivery";
import { settleDelivery } from "./settle-delivery";

export function deliveryDesk(store: Store): DeliveryDesk {
  return {
    ofJob: (owner, id) => deliveriesOfJob(store, owner, id),
    latest: (limit) => latestDeliveries(store, limit),
  };
}

/** The runner's `RunnerDeliveries`. */
export function runnerDeliveries(store: Store) {
  return {
    plan: (jobId: JobId, moment: MailMoment, recipient: Pick<User, "id" | "email">, at: Date) => planDelivery(store, jobId, moment, recipient, at),
    get: (id: DeliveryId) => getDelivery(store, id),
    claim: (id: DeliveryId, _now: Date) => claimDelivery(store, id),
    sent: (id: DeliveryId, at: Date, note: string | null) => settleDelivery(store, id, { state: "sent", sentAt: at, note }),
    retry: (id: DeliveryId, note: string) => settleDelivery(store, id, { state: "waiting", note }),
    failed: (id: DeliveryId, note: string) => settleDelivery(store, id, { state: "failed", note }),
    stuck: (before: Date) => stuckDeliveries(store, before),
  };
}
