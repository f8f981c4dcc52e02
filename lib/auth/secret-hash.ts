import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, fit for a cookie or a link. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a secret that is random itself: SHA-256, base64url. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
