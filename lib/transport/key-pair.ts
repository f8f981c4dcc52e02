import { utils } from "ssh2";
import { readPrivateKey } from "./private-key";

export interface KeyPair {
  /** OpenSSH format, not encrypted: seal it. */
  privateKey: string;
  /** The line for `authorized_keys`. */
  publicKey: string;
}

const comment = "sqmpy";

/** Makes an ed25519 pair. */
export function makeKeyPair(): KeyPair {
  const pair = utils.generateKeyPairSync("ed25519", { comment });
  return { privateKey: pair.private, publicKey: pair.public };
}

/** The line for `authorized_keys` of a private key that somebody gave; rejects as `readPrivateKey` does. */
export function publicLineOf(privateKey: string, passphrase: string | null): string {
  const key = readPrivateKey(privateKey, passphrase);
  return `${key.type} ${key.getPublicSSH().toString("base64")} ${key.comment || comment}`;
}
