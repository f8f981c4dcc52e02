import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { authorizedKeyCommand } from "./authorized-key-command";

test("the command to paste adds the line, whatever its comment holds", () => {
  const home = mkdtempSync(path.join(tmpdir(), "home-"));
  const first = "ssh-ed25519 AAAAC3Nz sqmpy";
  const second = "ssh-rsa AAAAB3Nz ada's $HOME; laptop";
  for (const line of [first, `${second}\n`]) execFileSync("sh", ["-c", authorizedKeyCommand(line)], { env: { ...process.env, HOME: home } });

  const file = path.join(home, ".ssh", "authorized_keys");
  expect(readFileSync(file, "utf8")).toBe(`${first}\n${second}\n`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
});
