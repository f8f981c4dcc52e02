import { Badge } from "@/components/ui/badge";
import { LocalTime } from "@/components/ui/local-time";
import type { Tone } from "@/components/ui/tone";
import { type MailMoment, mailMomentLabels } from "@/lib/domain/mail-wish";

type DeliveryState = "waiting" | "sending" | "sent" | "failed";

export interface ShownDelivery {
  id: string;
  moment: string;
  recipient: string;
  state: DeliveryState;
  tries: number;
  note: string | null;
  /** ISO 8601. */
  createdAt: string;
  sentAt: string | null;
}

const looks: Record<DeliveryState, { tone: Tone; label: string }> = {
  waiting: { tone: "warn", label: "Waiting" },
  sending: { tone: "info", label: "Sending" },
  sent: { tone: "good", label: "Sent" },
  failed: { tone: "bad", label: "Failed" },
};

/** What became of each email, with the reason where it took more than one try. */
export function OutboxDeliveries({ deliveries }: { deliveries: ShownDelivery[] }) {
  return (
    <ul className="divide-y divide-line">
      {deliveries.map((delivery) => (
        <li key={delivery.id} className="px-4 py-3 sm:px-5">
          <div className="flex items-start justify-between gap-3">
            <div className="min-w-0">
              <p className="text-sm font-medium text-ink wrap-anywhere">{delivery.recipient}</p>
              <p className="flex flex-wrap gap-x-2 text-[0.8125rem] text-ink-soft">
                <span>{labelOf(delivery.moment)}</span>
                {delivery.tries > 1 && <span>{delivery.tries} tries</span>}
                <LocalTime at={delivery.sentAt ?? delivery.createdAt} className="text-ink-faint" />
              </p>
            </div>
            <Badge tone={looks[delivery.state].tone}>{looks[delivery.state].label}</Badge>
          </div>
          {delivery.note && <p className="mt-1.5 text-[0.8125rem] text-ink-soft wrap-anywhere">{delivery.note}</p>}
        </li>
      ))}
    </ul>
  );
}

function labelOf(moment: string): string {
  return `Job ${(mailMomentLabels[moment as MailMoment] ?? moment).toLowerCase()}`;
}
