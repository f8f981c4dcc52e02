import type { JobId } from "@/lib/domain/ids";
import type { MailMoment } from "@/lib/domain/mail-wish";

/** One id a job and moment, so that a second copy of the same mail is known as such. With angle brackets. */
export function messageIdOf(jobId: JobId, moment: MailMoment, baseUrl: string): string {
  return `<job.${jobId}.${moment}@${domainOf(baseUrl)}>`;
}

/** The root to which all mails about a job answer; no mail of its own has this id. */
export function threadIdOf(jobId: JobId, baseUrl: string): string {
  return `<job.${jobId}@${domainOf(baseUrl)}>`;
}

function domainOf(baseUrl: string): string {
  const { hostname } = new URL(baseUrl);
  return hostname.includes(".") && /[a-z]/i.test(hostname) ? hostname : "sqmpy.local";
}
