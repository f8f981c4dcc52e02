import { createHash } from "node:crypto";
import type { HostKey } from "@/lib/domain/host";

/** Reads a public key as SSH sends it (RFC 4253, 6.6: its algorithm's name stands first, with a length of four bytes). */
export function readHostKey(raw: Buffer): HostKey {
  const length = raw.readUInt32BE(0);
  return {
    algorithm: raw.toString("ascii", 4, 4 + length),
    fingerprint: fingerprintOf(raw),
    key: raw.toString("base64"),
  };
}

/** As `ssh-keygen -lf` prints it: `SHA256:` and base64 without padding. */
export function fingerprintOf(raw: Buffer): string {
  return `SHA256:${createHash("sha256").update(raw).digest("base64").replace(/=+$/, "")}`;
}

export function isSameKey(one: HostKey, other: HostKey): boolean {
  return one.key === other.key;
}
