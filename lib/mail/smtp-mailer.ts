import { connect } from "node:net";
import nodemailer from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool";
import type { Mail, CheckedMailer } from "./mailer";
import { explainSmtpError, faultOf, smtpSentence } from "./smtp-error";
import { parseSmtpUrl } from "./smtp-url";

export interface SmtpMailerOptions {
  /** See `parseSmtpUrl`. */
  url: string;
  /** `Sqmpy <sqmpy@example.org>`. */
  from: string;
  /** Milliseconds for each wait: connection, greeting, answer. Default 15,000. */
  timeoutMs?: number;
}

const socketOptions = { noDelay: true, keepAlive: true, autoSelectFamilyAttemptTimeout: 2_000 };

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
    // Past the greeting's limit, which knows that nothing was sent yet.
    socketTimeout: timeoutMs + 100,
    disableFileAccess: true,
    disableUrlAccess: true,
    // Without the delay of Nagle's algorithm, by which the last line of a mail waits 40 ms for the server to acknowledge the
    // others: a process killed meanwhile has sent the mail, since the system still sends that line, and cannot know it.
    getSocket: (_options, callback) => callback(null, { connection: connect({ ...socketOptions, host: server.host, port: server.port }) }),
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
        return smtpSentence(faultOf(error), address);
      }
    },

    close() {
      transport.close();
    },
  };
}
