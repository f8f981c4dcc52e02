export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** With its angle brackets. Stable over retries: mail programs and Resend drop a second copy. */
  messageId: string;
  headers?: Record<string, string>;
}

export interface Mailer {
  readonly kind: "resend" | "smtp" | "outbox";
  /**
   * Answers a sentence to keep with the delivery where there is something to know, such as that an earlier try had arrived.
   * Rejects with AppError `mail`; `transient` says whether to try again.
   */
  send(mail: Mail): Promise<string | void>;
}

/** A mailer that can be asked at start whether its configuration works. */
export interface CheckedMailer extends Mailer {
  /** A sentence that says what is wrong and how to mend it, or null. Never rejects. */
  check(): Promise<string | null>;
  close(): void;
}
