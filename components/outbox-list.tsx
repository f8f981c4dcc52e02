import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { LocalTime } from "@/components/ui/local-time";

interface OutboxListProps {
  mails: { name: string; at: string; to: string; subject: string }[];
}

/** Emails kept in the outbox, the newest first. */
export function OutboxList({ mails }: OutboxListProps) {
  return (
    <ul className="divide-y divide-line">
      {mails.map(({ name, at, to, subject }) => (
        <li key={name}>
          <Link href={`/admin/outbox/${name}`} className="group flex items-center gap-3 px-4 py-3 outline-offset-[-3px] hover:bg-hover sm:px-5">
            <span className="min-w-0 flex-1">
              <span className="block truncate text-sm font-medium text-ink">{subject}</span>
              <span className="flex flex-wrap gap-x-2 text-[0.8125rem] text-ink-soft">
                <span className="wrap-anywhere">{to}</span>
                <LocalTime at={at} className="text-ink-faint" />
              </span>
            </span>
            <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-faint group-hover:text-ink" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
