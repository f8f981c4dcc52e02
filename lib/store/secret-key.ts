import { randomBytes, scryptSync } from "node:crypto";
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import { AppError } from "@/lib/domain/errors";
import { flushFolder } from "./data-folder";
import { codeOf } from "./transaction";

/** 32 bytes from what the environment gives: 64 hex digits, 44 characters of base64, or any passphrase of 32 characters or more. */
export function readSecretKey(given: string, salt: () => Buffer): Buffer {
  const text = given.trim();
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, "hex");
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, "base64");
  if (text.length < 32) {
    throw new AppError("setup", "SQMPY_SECRET_KEY is too short: give 32 characters or more, for example what `openssl rand -base64 32` prints.");
  }
  return scryptSync(text, salt(), 32);
}

/** The key in `<dataDir>/secret.key`, made once and readable by its owner only. */
export function keepSecretKey(dataDir: string): Buffer {
  const file = path.join(dataDir, "secret.key");
  makeOnce(file);
  chmodSync(file, 0o600);

  const key = Buffer.from(readFileSync(file, "utf8").trim(), "base64");
  if (key.length === 32) return key;
  throw new AppError("setup", `The file ${file} does not hold a key of 32 bytes. Put back a copy of it from a backup; without it the stored credentials cannot be opened.`);
}

function makeOnce(file: string): void {
  // An empty file is what a stop between making and writing left: nothing was sealed with it.
  if (statSync(file, { throwIfNoEntry: false })?.size === 0) rmSync(file);

  let handle: number;
  try {
    handle = openSync(file, "wx", 0o600);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    throw error;
  }
  try {
    writeSync(handle, `${randomBytes(32).toString("base64")}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  flushFolder(path.dirname(file));
}
