import { z } from "zod";
import type { JobState } from "./job-state";

/** The changes that a person can ask to be mailed about. */
export const mailMoments = ["queued", "active", "completed", "failed", "canceled"] as const;
export type MailMoment = (typeof mailMoments)[number];

export const mailMomentLabels: Record<MailMoment, string> = {
  queued: "Queued",
  active: "Started running",
  completed: "Completed",
  failed: "Failed",
  canceled: "Canceled",
};

/** The moments wished for; an empty list means no mail. */
export const mailWishSchema = z.array(z.enum(mailMoments)).max(mailMoments.length);
export type MailWish = z.infer<typeof mailWishSchema>;

export const defaultMailWish: MailWish = ["completed", "failed"];

export function isMailMoment(state: JobState): state is MailMoment {
  return (mailMoments as readonly string[]).includes(state);
}
