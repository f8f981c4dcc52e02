import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import type { Socket } from "node:net";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostKey } from "@/lib/domain/host";
import { freePort, waitForPort } from "./free-port";
import { hasProgram } from "./has-program";
import { descendants, signal } from "./processes";
import { type TestUser, type UserKind, prepareUsers, userKinds } from "./test-users";

export interface SshdOptions {
  /** Sessions that one connection may have; sshd's default is 10. */
  maxSessions?: number;
  users?: readonly UserKind[];
  /** Lines added to sshd_config, before any `Match`. */
  config?: string;
  /** A second host key of another kind, as most hosts have. */
  secondHostKey?: "rsa" | "ecdsa";
}

/** What others need to connect; plain data, so that it can be handed to other processes. */
export interface SshdFacts {
  address: "127.0.0.1";
  port: number;
  hostKey: HostKey;
  secondHostKey: HostKey | null;
  users: Partial<Record<UserKind, TestUser>>;
  /** Signs in as every user. */
  privateKey: string;
  publicKey: string;
  /** What cannot be had here, and why. */
  skipped: string[];
}

const binaries = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd"];
const sftpServers = ["/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/lib/ssh/sftp-server", "/usr/libexec/sftp-server"];

/** Null where sshd is installed; else why it cannot be started. */
export function whyNoSshd(): string | null {
  if (!binaries.some((path) => existsSync(path))) return "sshd is not installed (openssh-server)";
  if (!hasProgram("ssh-keygen")) return "ssh-keygen is not installed (openssh-client)";
  return null;
}

/** A real sshd on 127.0.0.1, with host keys, users' keys and log in a folder of its own. */
export class Sshd {
  #process: ChildProcess | null = null;
  #watcher: ChildProcess | null = null;
  #mounts: string[] = [];

  private constructor(
    readonly facts: SshdFacts,
    readonly folder: string,
  ) {}

  static async start({ maxSessions = 10, users = userKinds, config = "", secondHostKey: secondKind }: SshdOptions = {}): Promise<Sshd> {
    const folder = mkdtempSync(join(tmpdir(), "sqmpy-sshd-"));
    chmodSync(folder, 0o755);
    const prepared = prepareUsers(users);
    const port = await freePort();
    const keys = join(folder, "keys");
    mkdirSync(keys);
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "sqmpy-test", "-f", join(folder, "user_key")]);
    const publicKey = readFileSync(join(folder, "user_key.pub"), "utf8").trim();
    const names = Object.values(prepared.users).map(({ username }) => username);
    for (const name of names) writeFileSync(join(keys, name), `${publicKey}\n`);
    const hostKey = makeHostKey(folder, "host_key", "ed25519");
    const secondHostKey = secondKind ? makeHostKey(folder, "second_key", secondKind) : null;
    const second = secondHostKey ? `HostKey ${folder}/second_key\n` : "";
    writeFileSync(join(folder, "sshd_config"), second + configText({ folder, port, names, maxSessions, config, prompt: prepared.users.prompt?.username }));
    const privateKey = readFileSync(join(folder, "user_key"), "utf8");
    const sshd = new Sshd({ address: "127.0.0.1", port, hostKey, secondHostKey, privateKey, publicKey, ...prepared }, folder);
    await sshd.listen();
    return sshd;
  }

  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error("sshd is not started.");
    return pid;
  }

  /** Lets one more public key in as a user. */
  authorize(user: TestUser, publicKey: string): void {
    writeFileSync(join(this.folder, "keys", user.username), `${this.facts.publicKey}\n${publicKey}\n`);
  }

  /** Starts listening again after `hangUp`, on the same port. */
  async listen(): Promise<void> {
    if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
    const log = openSync(join(this.folder, "sshd.log"), "a");
    const binary = binaries.find((path) => existsSync(path)) ?? "sshd";
    this.#process = spawn(binary, ["-D", "-e", "-f", join(this.folder, "sshd_config")], { stdio: ["ignore", "ignore", log] });
    closeSync(log);
    const died = once(this.#process, "exit").then(() => {
      throw new Error(`sshd did not start: ${this.log()}`);
    });
    await Promise.race([waitForPort(this.facts.port), died]);
    died.catch(() => undefined);
    this.#watcher = watchOver(this.pid, this.folder);
  }

  /** Ends the listener; open sessions go on. New connections are refused. */
  async hangUp(): Promise<void> {
    const running = this.#process;
    this.#process = null;
    this.#watcher?.kill("SIGKILL");
    this.#watcher = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, "exit");
    running.kill("SIGKILL");
    await gone;
  }

  /** Ends every open session, as a crash of the host's sshd would; what the sessions started lives on. */
  killSessions(): void {
    for (const pid of descendants(this.pid, "sshd").reverse()) signal(pid, "SIGKILL");
  }

  /** Stops listener and sessions where they stand: a peer that says nothing any more. */
  freeze(): void {
    for (const pid of [this.pid, ...descendants(this.pid, "sshd")]) signal(pid, "SIGSTOP");
  }

  thaw(): void {
    for (const pid of [this.pid, ...descendants(this.pid, "sshd")]) signal(pid, "SIGCONT");
  }

  /** The same address with another key, as after a new installation. */
  async changeHostKey(): Promise<HostKey> {
    await this.hangUp();
    this.facts.hostKey = makeHostKey(this.folder, "host_key", "ed25519");
    await this.listen();
    return this.facts.hostKey;
  }

  /** A folder of so many bytes that any user may fill; null where only root could mount it. */
  smallDisk(bytes: number): string | null {
    if (process.getuid?.() !== 0) return null;
    const folder = join(this.folder, `disk${this.#mounts.length}`);
    mkdirSync(folder);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes},mode=1777`, "tmpfs", folder], { stdio: "ignore" });
    } catch {
      return null;
    }
    this.#mounts.push(folder);
    return folder;
  }

  log(): string {
    return readFileSync(join(this.folder, "sshd.log"), "utf8");
  }

  async stop(): Promise<void> {
    if (this.#process) {
      this.thaw();
      this.killSessions();
      await this.hangUp();
    }
    for (const folder of this.#mounts) execFileSync("umount", ["-l", folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Clears up after tests that were killed: its stdin ends when they do. */
function watchOver(pid: number, folder: string): ChildProcess {
  const script = 'cat >/dev/null; kill -KILL "$1"; umount -l "$2"/disk*; rm -rf -- "$2"';
  const watcher = spawn("/bin/sh", ["-c", script, "sh", String(pid), folder], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  watcher.unref();
  (watcher.stdin as Socket).unref();
  return watcher;
}

interface ConfigFacts {
  folder: string;
  port: number;
  names: string[];
  maxSessions: number;
  config: string;
  prompt: string | undefined;
}

function configText({ folder, port, names, maxSessions, config, prompt }: ConfigFacts): string {
  const isRoot = process.getuid?.() === 0;
  const sftp = sftpServers.find((path) => existsSync(path)) ?? "internal-sftp";
  return `ListenAddress 127.0.0.1:${port}
HostKey ${folder}/host_key
PidFile none
LogLevel VERBOSE
UseDNS no
StrictModes no
UsePAM ${isRoot ? "yes" : "no"}
AllowUsers ${names.join(" ")}
AuthorizedKeysFile ${folder}/keys/%u
PasswordAuthentication ${isRoot ? "yes" : "no"}
KbdInteractiveAuthentication ${isRoot ? "yes" : "no"}
MaxSessions ${maxSessions}
MaxStartups 200
Subsystem sftp ${sftp}
${config}
${prompt ? `Match User ${prompt}\n  AuthenticationMethods keyboard-interactive\n` : ""}`;
}

function makeHostKey(folder: string, name: string, kind: string): HostKey {
  const file = join(folder, name);
  for (const old of [file, `${file}.pub`]) rmSync(old, { force: true });
  execFileSync("ssh-keygen", ["-q", "-t", kind, "-N", "", "-f", file]);
  const [algorithm = "", key = ""] = readFileSync(`${file}.pub`, "utf8").split(" ");
  const fingerprint = `SHA256:${createHash("sha256").update(Buffer.from(key, "base64")).digest("base64").replace(/=+$/, "")}`;
  return { algorithm, fingerprint, key };
}
