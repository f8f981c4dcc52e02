import { AppError } from "@/lib/domain/errors";
import { singleLine } from "./messages/single-line";

/** What nodemailer puts on its errors. `code` is its own (EAUTH) or the system's (ECONNREFUSED). */
export interface SmtpFault extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
  command?: string;
}

/** 5xx answers are final; 4xx answers, lost connections and time-outs are worth another try. */
export function explainSmtpError(error: unknown, address: string): AppError {
  const fault = faultOf(error);
  const answered = fault.responseCode !== undefined;
  const permanent = answered ? (fault.responseCode ?? 0) >= 500 : fault.code === "EENVELOPE";
  const doubt = !answered && lostOnceConnected(fault) ? " The email may have arrived all the same." : "";
  return new AppError("mail", `${smtpSentence(fault, address)}${doubt}`, { transient: !permanent, cause: error });
}

/** Of a server with several addresses, none of which could be reached, the first one's fault. */
export function faultOf(error: unknown): SmtpFault {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first : new Error(String(first));
}

/** In nodemailer's words; it does not tell at which command the line went. */
function lostOnceConnected({ code, message }: SmtpFault): boolean {
  return code === "ECONNECTION" || (code === "ETIMEDOUT" && message === "Timeout") || message.includes("after connection was closed");
}

/** What went wrong, for the person who set SMTP_URL. */
export function smtpSentence(fault: SmtpFault, address: string): string {
  const answer = singleLine(fault.response ?? fault.message, 300);

  if (fault.code === "EAUTH") return `The mail server ${address} does not accept the name and password in SMTP_URL: ${answer}`;
  if (fault.responseCode !== undefined && fault.responseCode >= 500) return `The mail server ${address} refused the email: ${answer}`;
  if (fault.responseCode !== undefined) return `The mail server ${address} asks to try again later: ${answer}`;
  if (fault.code === "EENVELOPE") return `The email has no address to which it could go: ${answer}`;
  if (fault.code === "EDNS" || /ENOTFOUND|EAI_AGAIN/.test(fault.message)) {
    return `The name of the mail server ${address} was not found. Is SMTP_URL right?`;
  }
  if (/ECONNREFUSED/.test(fault.message)) return `Nothing listens at the mail server's address ${address}.`;
  if (fault.code === "ETIMEDOUT") return `The mail server ${address} did not answer in time.`;
  if (/certificate|self[- ]signed/i.test(fault.message)) {
    return `The mail server ${address} shows a certificate that is not trusted (${answer}). If that is meant, add ?tls.rejectUnauthorized=false to SMTP_URL.`;
  }
  if (fault.code === "ETLS" || /SSL|TLS/.test(fault.message)) {
    return `No encrypted connection to the mail server ${address} (${answer}). Port 465 wants smtps://, port 587 smtp://.`;
  }
  return `The connection to the mail server ${address} was lost: ${answer.replace(/\.?$/, ".")}`;
}
