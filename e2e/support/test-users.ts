import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** plain: bash, key and password; noisy: login scripts that print; csh, fish: other login shells; prompt: keyboard-interactive only. */
export const userKinds = ["plain", "noisy", "csh", "fish", "prompt"] as const;
export type UserKind = (typeof userKinds)[number];

export interface TestUser {
  kind: UserKind;
  username: string;
  home: string;
  /** null where the tests do not run as root: then only a key works. */
  password: string | null;
}

const shells: Record<UserKind, readonly string[]> = {
  plain: ["/bin/bash", "/bin/sh"],
  noisy: ["/bin/bash"],
  csh: ["/usr/bin/tcsh", "/bin/tcsh", "/bin/csh"],
  fish: ["/usr/bin/fish"],
  prompt: ["/bin/bash", "/bin/sh"],
};
const usernames: Record<UserKind, string> = { plain: "sqmpyt1", noisy: "sqmpyt2", csh: "sqmpyt3", fish: "sqmpyt4", prompt: "sqmpyt5" };
const noise = "echo 'Welcome to the cluster! Maintenance on Friday.'\necho 'warning: quota at 93%' >&2\n";

export interface UserSet {
  users: Partial<Record<UserKind, TestUser>>;
  /** What cannot be had here, and why. */
  skipped: string[];
}

/** Makes the Linux users that the tests sign in as, or finds them; needs root, else the account itself stands in for `plain`. */
export function prepareUsers(kinds: readonly UserKind[] = userKinds): UserSet {
  const set: UserSet = { users: {}, skipped: [] };
  if (process.getuid?.() !== 0) {
    const { username, homedir } = userInfo();
    set.users.plain = { kind: "plain", username, home: homedir, password: null };
    set.skipped.push("users with passwords, prompts, noise and other shells: only root can make users");
    return set;
  }
  for (const kind of kinds) {
    const shell = shells[kind].find((path) => existsSync(path));
    if (!shell) {
      set.skipped.push(`a user with ${kind}: none of ${shells[kind].join(", ")} is installed`);
      continue;
    }
    set.users[kind] = prepareUser(kind, shell);
  }
  return set;
}

/** Removes the users with their homes. */
export function removeUsers(): void {
  for (const username of Object.values(usernames)) {
    if (passwdOf(username)) execFileSync("userdel", ["-r", "-f", username], { stdio: "ignore" });
  }
}

function prepareUser(kind: UserKind, shell: string): TestUser {
  const username = usernames[kind];
  if (!passwdOf(username)) execFileSync("useradd", ["-m", "-s", shell, "-c", "Sqmpy tests", username]);
  const found = passwdOf(username);
  if (!found) throw new Error(`The user ${username} could not be made.`);
  const password = sharedPassword();
  execFileSync("chpasswd", { input: `${username}:${password}\n` });
  if (kind === "noisy") writeFileSync(join(found.home, ".bashrc"), noise);
  return { kind, username, home: found.home, password };
}

function passwdOf(username: string): { home: string } | null {
  const line = readFileSync("/etc/passwd", "utf8").split("\n").find((each) => each.startsWith(`${username}:`));
  return line ? { home: line.split(":")[5] ?? "/" } : null;
}

/** One password for all runs on this machine, so that two at a time do not lock each other out; only root may read it. */
function sharedPassword(): string {
  const file = join(tmpdir(), "sqmpy-test-password");
  try {
    writeFileSync(file, randomBytes(18).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const { uid, mode } = statSync(file);
  if (uid !== 0 || (mode & 0o077) !== 0) throw new Error(`${file} must belong to root alone.`);
  return readFileSync(file, "utf8");
}
