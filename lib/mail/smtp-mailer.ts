import nodemailer from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool";
import type { Mail, CheckedMailer } from "./mailer";
import { explainSmtpError, smtpSentence } from "./smtp-error";
import { parseSmtpUrl } from "./smtp-url";

export interface SmtpMailerOptions {
  /** See `parseSmtpUrl`. */
  url: string;
  /** `Sqmpy <sqmpy@example.org>`. */
  from: string;
  /** Milliseconds for each wait: connection, greeting, answer. Default 15,000. */
  timeoutMs?: number;
}

/** Sends over SMTP, on at most two connections that are kept for the next mails. */
export function smtpMailer({ url, from, timeoutMs = 15_000 }: SmtpMailerOptions): CheckedMailer {
  const server = parseSmtpUrl(url);
  const options: SMTPPool.Options & { maxRequeues: number } = {
    ...server,
    pool: true,
    maxConnections: 2,
    maxMessages: 100,
    // The pool would hand a mail over again by itself when the connection ends after DATA: a second copy that nobody noted.
    maxRequeues: 0,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const transport = nodemailer.createTransport(options);
  const address = `${server.host}:${server.port}`;

  return {
    kind: "smtp",

    async send(mail: Mail) {
      const { to, subject, text, html, messageId, headers } = mail;
      try {
        await transport.sendMail({ from, to, subject, text, html, messageId, headers });
      } catch (error) {
        throw explainSmtpError(error, address);
      }
    },

    async check() {
      try {
        await transport.verify();
        return null;
      } catch (error) {
        return error instanceof Error ? smtpSentence(error, address) : String(error);
      }
    },

    close() {
      transport.close();
    },
  };
}
