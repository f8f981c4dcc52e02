import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { makeKeyPair, publicLineOf } from "./key-pair";
import { readPrivateKey } from "./private-key";

function refusal(text: string, passphrase: string | null = null): AppError {
  try {
    readPrivateKey(text, passphrase);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("It was read.");
}

describe("readPrivateKey", () => {
  it.each([
    { what: "nothing", text: " \n", says: "is empty" },
    { what: "a public key", text: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ me@lab", says: "without .pub" },
    { what: "a public key by RFC 4716", text: "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----", says: "without .pub" },
    { what: "PuTTY's format", text: "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none", says: "PuTTYgen" },
    { what: "any text", text: "hello", says: "no -----BEGIN line" },
    { what: "a key cut off", text: makeKeyPair().privateKey.slice(0, 150), says: "cut off" },
    { what: "a damaged key", text: "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", says: "cannot be read" },
  ])("refuses $what, and says so", ({ text, says }) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: "auth_failed", field: "privateKey" });
    expect(error.message).toContain(says);
  });

  it("asks for a passphrase, and says when it is wrong", () => {
    const { privateKey } = generateKeyPairSync("ec", {
      namedCurve: "P-256",
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "right" },
    });
    expect(refusal(privateKey)).toMatchObject({ field: "passphrase", message: expect.stringContaining("protected") });
    expect(refusal(privateKey, "wrong")).toMatchObject({ field: "passphrase", message: expect.stringContaining("does not open") });
    expect(readPrivateKey(privateKey, "right").type).toBe("ecdsa-sha2-nistp256");
  });

  it("never shows the key or the passphrase", () => {
    const { privateKey } = makeKeyPair();
    const error = refusal(privateKey.replace(/\n.{40}/, "\n"), "a secret phrase");
    expect(`${error.message}${JSON.stringify(error.facts)}`).not.toMatch(/secret phrase|b3BlbnNzaC/);
  });
});

describe("key pairs", () => {
  it("are made anew each time, with a line to show", () => {
    const one = makeKeyPair();
    const other = makeKeyPair();
    expect(one.publicKey).not.toBe(other.publicKey);
    expect(publicLineOf(one.privateKey, null)).toBe(one.publicKey);
  });
});
