import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "@/lib/domain/errors";

/** Whose secret it is; bound to the sealed text, so that one moved to another row does not open. */
export interface SealLabel {
  purpose: "host credential" | "made key" | "job environment";
  id: string;
}

export interface Vault {
  seal(label: SealLabel, secret: string): string;
  /** Throws AppError `setup` when it was sealed with another key, or altered. */
  open(label: SealLabel, sealed: string): string;
}

const remedy: Record<SealLabel["purpose"], string> = {
  "host credential": "or open the host and enter its password or key again",
  "made key": "or let Sqmpy make a new key",
  "job environment": "or submit the job anew with its environment typed in again",
};

/** AES-256-GCM. A sealed text is `v1.<nonce>.<tag>.<ciphertext>`, each in base64url. */
export function openVault(key: Buffer): Vault {
  return {
    seal(label, secret) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(bindingOf(label));
      const ciphertext = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return ["v1", ...[nonce, cipher.getAuthTag(), ciphertext].map((part) => part.toString("base64url"))].join(".");
    },

    open(label, sealed) {
      const [version, nonce = "", tag = "", ciphertext = ""] = sealed.split(".");
      if (version !== "v1") throw doesNotOpen(label);
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"), { authTagLength: 16 });
        decipher.setAAD(bindingOf(label)).setAuthTag(Buffer.from(tag, "base64url"));
        return decipher.update(ciphertext, "base64url", "utf8") + decipher.final("utf8");
      } catch {
        throw doesNotOpen(label);
      }
    },
  };
}

function bindingOf({ purpose, id }: SealLabel): Buffer {
  return Buffer.from(`sqmpy v1\0${purpose}\0${id}`);
}

function doesNotOpen({ purpose }: SealLabel): AppError {
  return new AppError(
    "setup",
    `A stored secret (${purpose}) does not open: it was sealed with another secret key. Put back the key that was used before (SQMPY_SECRET_KEY, or the file secret.key in the data folder), ${remedy[purpose]}.`,
  );
}
