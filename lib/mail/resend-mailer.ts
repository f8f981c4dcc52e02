import { type ErrorResponse, Resend } from "resend";
import { AppError } from "@/lib/domain/errors";
import { singleLine } from "./messages/single-line";
import type { CheckedMailer, Mail } from "./mailer";

export interface ResendMailerOptions {
  apiKey: string;
  /** `Sqmpy <sqmpy@example.org>`, of a domain verified at Resend. */
  from: string;
  /** Default: Resend's own address, or `RESEND_BASE_URL`. */
  baseUrl?: string;
  /** Default 15,000. */
  timeoutMs?: number;
}

/** Sends by Resend's HTTP API. The Message-ID is its idempotency key: a second try within a day is the same email. */
export function resendMailer({ apiKey, from, baseUrl, timeoutMs = 15_000 }: ResendMailerOptions): CheckedMailer {
  const resend = new Resend(apiKey, { baseUrl });

  return {
    kind: "resend",

    async send({ to, subject, text, html, messageId, headers }: Mail) {
      const answer = await resend.emails.send(
        { from, to, subject, text, html, headers },
        { idempotencyKey: messageId, signal: AbortSignal.timeout(timeoutMs) },
      );
      if (answer.error?.name === "invalid_idempotent_request") return "Resend had already taken this email at an earlier try.";
      if (answer.error) throw explain(answer.error, answer.headers);
    },

    async check() {
      const { data, error } = await resend.domains.list({}, { signal: AbortSignal.timeout(timeoutMs) });
      // A key that may only send is the right one to give Sqmpy; it may not look at the domains.
      if (error?.name === "restricted_api_key") return null;
      if (error) return explain(error, null).message;
      return domainWarning(from, data.data);
    },

    close() {},
  };
}

function explain(error: ErrorResponse, headers: Record<string, string> | null): AppError {
  const { name, statusCode } = error;
  const transient =
    statusCode === null ||
    statusCode >= 500 ||
    ["rate_limit_exceeded", "daily_quota_exceeded", "monthly_quota_exceeded", "concurrent_idempotent_requests"].includes(name);
  const seconds = Number(headers?.["retry-after"]);
  const retryAfterMs = seconds > 0 ? seconds * 1_000 : undefined;
  return new AppError("mail", sentence(error), { transient, retryAfterMs, cause: error });
}

function sentence({ name, statusCode, message }: ErrorResponse): string {
  const answer = singleLine(message, 300);
  if (statusCode === null) return "Resend could not be reached over the network.";
  if (name === "invalid_api_key" || name === "missing_api_key" || statusCode === 401) return `Resend does not accept RESEND_API_KEY: ${answer}`;
  if (name === "rate_limit_exceeded" || statusCode >= 500) return `Resend asks to try again later: ${answer}`;
  return `Resend refused the email: ${answer}`;
}

function domainWarning(from: string, domains: readonly { name: string; status: string }[]): string | null {
  const domain = /@([^\s>]+)>?\s*$/.exec(from)?.[1]?.toLowerCase();
  const verified = domains.filter(({ status }) => status === "verified").map(({ name }) => name.toLowerCase());
  if (domain === undefined || domain === "resend.dev" || verified.includes(domain)) return null;
  return `The domain ${domain} of SQMPY_MAIL_FROM is not verified at Resend, which will refuse emails from it.`;
}
