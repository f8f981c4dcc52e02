import { createHash } from "node:crypto";
import type { Mail } from "./mailer";

/** What lies as JSON beside each `.eml`, so that the app shows a mail without parsing MIME. */
export interface OutboxRecord extends Mail {
  from: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** `20261124T055812345Z-<16 hex digits of the Message-ID's SHA-256>`; sorts by time. */
export type OutboxName = string;

const namePattern = /^\d{8}T\d{9}Z-[0-9a-f]{16}$/;

export function isOutboxName(text: string): boolean {
  return namePattern.test(text);
}

export function outboxName(messageId: string, at: Date): OutboxName {
  return `${at.toISOString().replaceAll(/[-:.]/g, "")}-${idPart(messageId)}`;
}

export function idPart(messageId: string): string {
  return createHash("sha256").update(messageId).digest("hex").slice(0, 16);
}

/** Names of the mails among a folder's entries, oldest first. A mail is there once its `.eml` is. */
export function outboxNames(entries: readonly string[]): OutboxName[] {
  return entries
    .filter((entry) => entry.endsWith(".eml"))
    .map((entry) => entry.slice(0, -".eml".length))
    .filter(isOutboxName)
    .sort();
}
