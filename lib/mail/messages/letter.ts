import type { MailMoment } from "@/lib/domain/mail-wish";

/** What a mail about a job says, before it is set as text or HTML. */
export interface Letter {
  moment: MailMoment;
  /** `Completed`. */
  label: string;
  jobName: string;
  /** One line for the list of a mail program. */
  preview: string;
  paragraphs: string[];
  facts: { name: string; value: string }[];
  outputs: { title: string; lines: string[] }[];
  /** Why there are no lines, or what to know about them. */
  outputNote: string | null;
  jobLink: string;
  /** Why the reader gets it. */
  reason: string;
  settingsLink: string;
}

export const momentSigns: Record<MailMoment, string> = {
  queued: "…",
  active: "▶",
  completed: "✓",
  failed: "✗",
  canceled: "–",
};
