import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { newSecret } from "./secret-hash";

/** The secret that seals session cookies: made once, whole or not at all, readable by the server's account alone. */
export function readAuthSecret(dataDir: string): string {
  const file = path.join(dataDir, "auth-secret");
  const written = `${file}.${process.pid}`;

  writeFileSync(written, newSecret(), { mode: 0o600, flush: true });
  try {
    linkSync(written, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(written);
  }
  return readFileSync(file, "utf8").trim();
}
