import { AppError, messageOf } from "@/lib/domain/errors";
import type { DeliveryId, JobId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import type { MailMoment } from "@/lib/domain/mail-wish";
import { jobChanged } from "@/lib/mail/messages/job-changed";
import { readTail } from "./read-tail";
import type { Delivery, Services } from "./services";

/** From the planning on; a mail server can be away for a weekend. */
const keepTryingMs = 3 * 24 * 3_600_000;

/** Writes down the mail about a change, when the job's wish or else its owner's asks for it; once a job and moment. */
export function planMail(
  services: Pick<Services, "users" | "deliveries">,
  job: Pick<Job, "id" | "ownerId" | "mailWish">,
  moment: MailMoment,
  at: Date,
): DeliveryId | null {
  const owner = services.users.get(job.ownerId);
  const wanted = (job.mailWish ?? owner.mailWish).includes(moment);
  if (!wanted || owner.disabledAt !== null) return null;
  return services.deliveries.plan(job.id, moment, owner, at).id;
}

/**
 * Sends a planned mail and writes down how that went. `left`: it is sent already, given up, or in other hands. Throws what
 * is worth another try, after noting it; it changes nothing about the job.
 */
export async function sendMail(services: Services, id: DeliveryId): Promise<"sent" | "failed" | "left"> {
  const delivery = services.deliveries.get(id);
  if (!delivery) return "left";
  const { claimed, resumed } = services.deliveries.claim(id, services.now());
  if (!claimed) return "left";

  const job = delivery.jobId === null ? undefined : services.jobs.find(delivery.jobId);
  if (!job) {
    services.deliveries.failed(id, "Not sent: its job was deleted before the email went out.");
    return "failed";
  }

  let answer: string | void;
  try {
    answer = await handOver(services, delivery, job);
  } catch (error) {
    const reason = messageOf(error);
    const givenUp = services.now().getTime() - delivery.createdAt.getTime() > keepTryingMs;
    if (givenUp || isPermanent(error)) {
      noteFailed(services, delivery, job.id, givenUp ? `Given up after ${keepTryingMs / (24 * 3_600_000)} days. ${reason}` : reason);
      return "failed";
    }
    services.deliveries.retry(id, reason);
    services.log("warn", "An email could not be sent yet.", { delivery: id, job: job.id, reason });
    throw error;
  }
  noteSent(services, delivery, job.id, explain(delivery, resumed, services.mailer.kind, answer ?? null));
  return "sent";
}

async function handOver(services: Services, { moment, recipient }: Delivery, job: Job): Promise<string | void> {
  const { baseUrl } = services;
  const output = moment === "queued" ? null : await readTail(services, job);
  return services.mailer.send(jobChanged({ job, moment, to: recipient, link: `${baseUrl}/jobs/${job.id}`, output, baseUrl }));
}

function isPermanent(error: unknown): boolean {
  return error instanceof AppError && !error.transient;
}

/** Why there was more than one try, and whether a second copy may have arrived; null when all went at once. */
function explain(delivery: Delivery, resumed: boolean, kind: Services["mailer"]["kind"], answer: string | null): string | null {
  const sentences: string[] = [];
  if (resumed) {
    sentences.push("Sent again because Sqmpy was stopped while an earlier try was under way.");
    if (kind === "smtp") sentences.push("If that one had arrived, this is a second copy with the same Message-ID.");
  } else if (delivery.tries > 0) {
    sentences.push(`Sent at try ${delivery.tries + 1}.${delivery.note ? ` Before: ${delivery.note}` : ""}`);
  }
  if (answer !== null) sentences.push(answer);
  return sentences.length > 0 ? sentences.join(" ") : null;
}

function noteSent(services: Services, delivery: Delivery, jobId: JobId, note: string | null): void {
  const at = services.now();
  services.atomically(() => {
    services.deliveries.sent(delivery.id, at, note);
    const what = services.mailer.kind === "outbox" ? `Email for ${delivery.recipient} kept in the outbox: no mail server is set.` : `Email sent to ${delivery.recipient}.`;
    tellOwner(services, jobId, note ? `${what} ${note}` : what, at);
  });
  services.live.publish({ kind: "changed", jobId });
}

function noteFailed(services: Services, delivery: Delivery, jobId: JobId, reason: string): void {
  services.atomically(() => {
    services.deliveries.failed(delivery.id, reason);
    tellOwner(services, jobId, `Email to ${delivery.recipient} failed: ${reason}`, services.now());
  });
  services.live.publish({ kind: "changed", jobId });
}

/** The job may have been deleted while the mail was on its way. */
function tellOwner({ jobs }: Pick<Services, "jobs">, jobId: JobId, text: string, at: Date): void {
  if (jobs.find(jobId)) jobs.addEvent(jobId, "mail", text, at);
}
