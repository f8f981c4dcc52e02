import { createPrivateKey } from "node:crypto";
import { type ParsedKey, utils } from "ssh2";
import { AppError } from "@/lib/domain/errors";

/**
 * Reads a private key of OpenSSH's or PEM's format. Rejects by AppError `auth_failed` (field `passphrase` or `privateKey`)
 * with what is wrong with it, before any host was asked.
 */
export function readPrivateKey(text: string, passphrase: string | null): ParsedKey {
  const trimmed = text.replaceAll("\r\n", "\n").trim();
  refuseOtherFormats(trimmed);
  const parsed = utils.parseKey(isPkcs8(trimmed) ? fromPkcs8(trimmed, passphrase) : trimmed, passphrase ?? undefined);
  if (parsed instanceof Error) throw explain(parsed, passphrase);
  const key = Array.isArray(parsed) ? (parsed[0] as ParsedKey) : parsed;
  if (!key.isPrivateKey()) throw keyError("This is a public key. Give the private key: the file of the same name without .pub.");
  return key;
}

function refuseOtherFormats(text: string): void {
  if (text === "") throw keyError("The private key is empty. Paste the whole file, from -----BEGIN to -----END.");
  if (/^PuTTY-User-Key-File-/.test(text)) {
    throw keyError(
      "This key is in PuTTY's format. Open it in PuTTYgen, choose Conversions, Export OpenSSH key, and give that file; or run: puttygen key.ppk -O private-openssh-new -o key",
    );
  }
  if (/^(ssh-|ecdsa-|sk-)\S+ /.test(text) || text.startsWith("---- BEGIN SSH2 PUBLIC KEY")) {
    throw keyError("This is a public key. Give the private key: the file of the same name without .pub.");
  }
  if (!text.includes("-----BEGIN ")) throw keyError("This is not a private key: it has no -----BEGIN line. Paste the whole file.");
  if (!text.includes("-----END ")) throw keyError("The private key is cut off: its -----END line is missing. Paste the whole file.");
}

function isPkcs8(text: string): boolean {
  return /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text);
}

/** ssh2 does not read PKCS#8; Node does, and writes what ssh2 reads. */
function fromPkcs8(text: string, passphrase: string | null): string {
  if (text.includes("BEGIN ENCRYPTED") && !passphrase) throw passphraseMissing();
  try {
    const key = createPrivateKey({ key: text, format: "pem", passphrase: passphrase ?? undefined });
    const type = key.asymmetricKeyType === "rsa" ? "pkcs1" : key.asymmetricKeyType === "ec" ? "sec1" : null;
    if (type === null) throw new Error(`unsupported type ${key.asymmetricKeyType}`);
    return key.export({ type, format: "pem" }).toString();
  } catch (cause) {
    if (text.includes("BEGIN ENCRYPTED") && !String(cause).includes("unsupported type")) throw passphraseWrong(cause);
    throw keyError("This private key cannot be read. Convert a copy of it with: ssh-keygen -p -f key", cause);
  }
}

function explain(cause: Error, passphrase: string | null): AppError {
  if (/no passphrase given/i.test(cause.message)) return passphraseMissing(cause);
  if (/bad passphrase|integrity check failed|bad decrypt/i.test(cause.message) && passphrase) return passphraseWrong(cause);
  return keyError(`This private key cannot be read (${cause.message}). Paste the whole file, unchanged.`, cause);
}

function keyError(message: string, cause?: unknown): AppError {
  return new AppError("auth_failed", message, { field: "privateKey", cause });
}

function passphraseMissing(cause?: unknown): AppError {
  return new AppError("auth_failed", "This private key is protected by a passphrase. Give it beside the key.", { field: "passphrase", cause });
}

function passphraseWrong(cause?: unknown): AppError {
  return new AppError("auth_failed", "The passphrase does not open this private key. Check it and give it again.", { field: "passphrase", cause });
}
