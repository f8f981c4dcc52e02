import path from "node:path";
import type { Env } from "@/lib/env";
import type { CheckedMailer } from "./mailer";
import { outboxMailer } from "./outbox-mailer";
import { resendMailer } from "./resend-mailer";
import { smtpMailer } from "./smtp-mailer";

export function outboxFolder(dataDir: string): string {
  return path.join(dataDir, "outbox");
}

/** Resend where there is a key, else SMTP where there is a URL, else the outbox folder. Throws AppError `setup` for an SMTP_URL that cannot be read. */
export function chooseMailer(env: Pick<Env, "resendApiKey" | "smtpUrl" | "mailFrom" | "dataDir">, now: () => Date): CheckedMailer {
  const from = env.mailFrom ?? "Sqmpy <sqmpy@localhost>";
  if (env.resendApiKey) return resendMailer({ apiKey: env.resendApiKey, from });
  if (env.smtpUrl) return smtpMailer({ url: env.smtpUrl, from });
  return outboxMailer({ folder: outboxFolder(env.dataDir), from, now });
}
