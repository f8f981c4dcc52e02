import { readFile } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import path from "node:path";
import type { OwnAccount } from "./host-services";

const longest = 1_000_000;

/** The account that this process runs under. */
export function ownAccount(): OwnAccount {
  return {
    username: () => userInfo().username,
    hasAgent: () => Boolean(process.env.SSH_AUTH_SOCK),
    sshConfig: () => readText(path.join(homedir(), ".ssh", "config")),
    privateKey: (file) => readText(file.startsWith("~/") ? path.join(homedir(), file.slice(2)) : path.resolve(homedir(), file)),
  };
}

async function readText(file: string): Promise<string | null> {
  try {
    const text = await readFile(/* turbopackIgnore: true */ file, "utf8");
    return text.length > longest ? null : text;
  } catch (error) {
    if (error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR", "EACCES", "EISDIR"].includes(String(error.code))) return null;
    throw error;
  }
}
