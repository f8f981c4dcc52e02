import { FileStack, Hand, Info, Mail, type LucideIcon } from "lucide-react";
import type { JobEvent, JobEventKind } from "@/lib/domain/job-event";
import { stateLabels, type JobState } from "@/lib/domain/job-state";
import { mailMomentLabels, type MailMoment } from "@/lib/domain/mail-wish";
import { formatDuration } from "@/lib/format/duration";
import { Badge } from "./ui/badge";
import { Card } from "./ui/card";
import { LocalTime } from "./ui/local-time";
import type { Tone } from "./ui/tone";

/** A mail about the job, as far as it is shown. */
export interface TimelineMail {
  id: string;
  moment: string;
  recipient: string;
  state: "waiting" | "sending" | "sent" | "failed";
  tries: number;
  note: string | null;
  createdAt: Date;
  sentAt: Date | null;
}

const icons: Record<Exclude<JobEventKind, "state">, LucideIcon> = { note: Info, asked: Hand, files: FileStack, mail: Mail };

/** Said more exactly than by the badge, where two states share a label. */
const titles: Partial<Record<JobState, string>> = { new: "Submitted", stage_in: "Bringing files to the host", active: "Started", stage_out: "Ended; collecting files" };

const dots: Record<JobState, string> = {
  new: "bg-info",
  stage_in: "bg-info",
  queued: "bg-warn",
  active: "bg-accent",
  stage_out: "bg-info",
  completed: "bg-good",
  failed: "bg-bad",
  canceled: "bg-ink-faint",
};

const mailTones: Record<TimelineMail["state"], Tone> = { waiting: "info", sending: "info", sent: "good", failed: "bad" };
const mailWords: Record<TimelineMail["state"], string> = { waiting: "Waiting", sending: "Sending", sent: "Sent", failed: "Not sent" };

export function JobTimeline({ events, mails, submittedAt }: { events: readonly JobEvent[]; mails: readonly TimelineMail[]; submittedAt: Date }) {
  return (
    <Card title="Timeline">
      <ol className="relative grid gap-4 text-sm before:absolute before:top-2 before:bottom-2 before:left-[0.5625rem] before:w-px before:bg-line">
        {events.map((event) => (
          <Moment key={event.id} event={event} since={submittedAt} />
        ))}
      </ol>
      {mails.length > 0 && (
        <div className="mt-5 border-t border-line pt-4">
          <h3 className="text-[0.8125rem] text-ink-faint">Mail</h3>
          <ul className="mt-2 grid gap-3 text-sm">
            {mails.map((mail) => (
              <MailRow key={mail.id} mail={mail} />
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

function Moment({ event, since }: { event: JobEvent; since: Date }) {
  const { at, kind, state, text } = event;
  const Icon = kind === "state" ? null : icons[kind];
  const title = kind === "state" && state ? (titles[state] ?? stateLabels[state]) : null;

  return (
    <li className="relative grid grid-cols-[1.1875rem_minmax(0,1fr)] gap-3">
      <span aria-hidden className="z-10 mt-0.5 grid size-[1.1875rem] place-items-center bg-surface">
        {Icon ? <Icon className="size-3.5 text-ink-faint" /> : <span className={`size-2 rounded-full ${state ? dots[state] : "bg-ink-faint"}`} />}
      </span>
      <div className="min-w-0">
        {title && <p className="font-medium text-ink">{title}</p>}
        {text && <p className="text-ink-soft wrap-anywhere">{text}</p>}
        <p className="text-[0.8125rem] text-ink-faint tabular-nums">
          <LocalTime at={at.toISOString()} />
          {at.getTime() - since.getTime() >= 100 && <> · {formatDuration(at.getTime() - since.getTime())} in</>}
        </p>
      </div>
    </li>
  );
}

function MailRow({ mail }: { mail: TimelineMail }) {
  const label = mailMomentLabels[mail.moment as MailMoment] ?? mail.moment;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Badge tone={mailTones[mail.state]}>{mailWords[mail.state]}</Badge>
      <span className="min-w-0 text-ink wrap-anywhere">
        {label} <span className="text-ink-soft">to {mail.recipient}</span>
      </span>
      <LocalTime at={(mail.sentAt ?? mail.createdAt).toISOString()} className="text-[0.8125rem] text-ink-faint" />
      {mail.note && <span className="w-full text-[0.8125rem] text-ink-soft wrap-anywhere">{mail.note}{mail.tries > 1 && mail.state !== "sent" ? ` (${mail.tries} tries)` : ""}</span>}
    </li>
  );
}
