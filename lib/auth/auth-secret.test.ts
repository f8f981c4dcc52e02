import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readAuthSecret } from "./auth-secret";

it("is made once, for the owner's eyes, and leaves nothing beside it", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "sqmpy-auth-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));

  const secret = readAuthSecret(folder);
  expect(secret.length).toBeGreaterThanOrEqual(43);
  expect(readAuthSecret(folder)).toBe(secret);
  expect(readdirSync(folder)).toEqual(["auth-secret"]);
  expect(statSync(path.join(folder, "auth-secret")).mode & 0o777).toBe(0o600);
});
