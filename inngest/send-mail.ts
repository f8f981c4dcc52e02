import type { Inngest } from "inngest";
import type { DeliveryId } from "@/lib/domain/ids";
import { sendMail } from "@/lib/runner/notify";
import { sqmpy } from "@/lib/wiring";

/** Sends one planned mail; tried again with back-off for about a day. */
export function sendMailFunction(client: Inngest) {
  return client.createFunction(
    {
      id: "send-mail",
      triggers: [{ event: "mail/planned" }],
      retries: 12,
      concurrency: { limit: 4 },
      singleton: { key: "event.data.deliveryId", mode: "skip" },
    },
    ({ event }) => sendMail(sqmpy().services, event.data.deliveryId as DeliveryId),
  );
}
