import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepSecretKey, readSecretKey } from "./secret-key";

const salt = () => Buffer.from("salt of this database");

describe("the key from the environment", () => {
  const key = randomBytes(32);

  it.each([
    ["hex", key.toString("hex")],
    ["base64", key.toString("base64")],
    ["base64url", key.toString("base64url")],
    ["base64 with a line break", `${key.toString("base64")}\n`],
  ])("reads %s", (_, text) => {
    expect(readSecretKey(text, salt)).toEqual(key);
  });

  it("stretches a passphrase with the database's salt", () => {
    const passphrase = "every host sealed by this long sentence";
    expect(readSecretKey(passphrase, salt)).toHaveLength(32);
    expect(readSecretKey(passphrase, salt)).toEqual(readSecretKey(passphrase, salt));
    expect(readSecretKey(passphrase, () => Buffer.from("another"))).not.toEqual(readSecretKey(passphrase, salt));
  });

  it("refuses a short one and shows how to make one", () => {
    expect(() => readSecretKey("too short", salt)).toThrow(expect.objectContaining({ code: "setup", message: expect.stringContaining("openssl rand") }));
  });
});

describe("the key in the data folder", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sqmpy-key-"));
    file = path.join(folder, "secret.key");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is made once, for its owner only", () => {
    const key = keepSecretKey(folder);
    expect(key).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(keepSecretKey(folder)).toEqual(key);
  });

  it("is closed to others again when somebody opened it", () => {
    keepSecretKey(folder);
    chmodSync(file, 0o644);
    keepSecretKey(folder);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("is made anew where a stop left an empty file", () => {
    writeFileSync(file, "");
    expect(keepSecretKey(folder)).toHaveLength(32);
    expect(readFileSync(file, "utf8")).not.toBe("");
  });

  it("is never replaced when damaged", () => {
    writeFileSync(file, "damaged");
    expect(() => keepSecretKey(folder)).toThrow(expect.objectContaining({ code: "setup" }));
    expect(readFileSync(file, "utf8")).toBe("damaged");
  });
});
