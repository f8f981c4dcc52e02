import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { forwardPort } from "./forward-port";

export interface MachineOptions {
  /** Goes into the folder's name. */
  name: string;
  /** A folder with another Debian, entered by chroot; without it, this machine's own files are seen. */
  root?: string;
  /** Folders and files of this machine laid over others inside: `{ "/tmp/x/spool": "/var/spool/x" }`. A missing target is made in `root` alone. */
  binds?: (folder: string) => Record<string, string>;
  /** A network of its own with nothing but loopback, for daemons that listen on every address; `publish` brings a port out. */
  ownNetwork?: boolean;
}

export interface MachineUser {
  username: string;
  uid: number;
  home: string;
}

/** What the machine calls itself. */
export const machineName = "labhost";
const firstUid = 48_501;
export const machineUsers = ["sqmpyq1", "sqmpyq2"] as const;

/** Null where machines can be started; else why not. */
export function whyNoMachine(): string | null {
  if (process.getuid?.() !== 0) return "only root can start daemons for several users";
  try {
    execFileSync("unshare", ["--mount", "--pid", "--uts", "--fork", "true"], { stdio: "ignore" });
    return null;
  } catch {
    return "this machine lets nobody make process namespaces (unshare)";
  }
}

/**
 * Processes, mounts, users and a host name of its own, over this machine's network; for the daemons of a batch system. All of it
 * vanishes with its first process, which ends as soon as the tests do, however they end.
 */
export class BatchMachine {
  #daemons = new Map<string, ChildProcess>();

  private constructor(
    /** Seen under the same path inside and outside; world-readable. */
    readonly folder: string,
    readonly users: readonly MachineUser[],
    readonly root: string | null,
    readonly pid: number,
    private readonly keeper: ChildProcess,
    private readonly ownNetwork: boolean,
  ) {}

  static async start({ name, root, binds = () => ({}), ownNetwork = false }: MachineOptions): Promise<BatchMachine> {
    const why = whyNoMachine();
    if (why !== null) throw new Error(why);
    const folder = mkdtempSync(join(tmpdir(), `sqmpy-${name}-`));
    chmodSync(folder, 0o755);
    for (const part of ["home", "run", "log"]) mkdirSync(join(folder, part));
    const users = machineUsers.map((username, index) => makeHome(folder, username, firstUid + index));
    writeEtc(folder, root ?? "/", users);

    const overlays = { [`${folder}/etc`]: "/etc", ...binds(folder) };
    const script = (ownNetwork ? "ip link set lo up || exit 1\n" : "") + initScript(folder, root ?? "", overlays);
    const keeper = spawn("unshare", [...(ownNetwork ? ["--net"] : []), "--mount", "--pid", "--uts", "--fork", "--kill-child", "--propagation", "private", "/bin/sh", "-c", script, "sqmpy-machine"], {
      stdio: ["pipe", "pipe", "inherit"],
      detached: true,
    });
    const ready = once(keeper.stdout ?? keeper, "data");
    const died = once(keeper, "exit").then(() => {
      throw new Error(`The machine “${name}” did not start.`);
    });
    await Promise.race([ready, died]);
    died.catch(() => undefined);
    keeper.unref();
    for (const stream of [keeper.stdin, keeper.stdout]) (stream as Socket).unref();
    const pid = Number(readFileSync(`/proc/${keeper.pid}/task/${keeper.pid}/children`, "utf8").trim());
    return new BatchMachine(folder, users, root ?? null, pid, keeper, ownNetwork);
  }

  /** The command line that runs a command inside, as root. */
  inside(words: readonly string[]): string[] {
    return ["nsenter", "--target", String(this.pid), "--mount", "--pid", "--uts", ...(this.ownNetwork ? ["--net"] : []), ...(this.root ? ["chroot", this.root] : []), ...words];
  }

  /** Runs a shell command inside, as root; answers its stdout, and throws with its stderr unless it ends with 0. */
  run(command: string, { environment = {}, input }: { environment?: Record<string, string>; input?: string } = {}): Promise<string> {
    const [program = "", ...words] = this.inside(["/bin/sh", "-c", command]);
    return new Promise((resolve, reject) => {
      const child = execFile(program, words, { env: environmentWith(environment), maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
        if (error) reject(new Error(`${command}: ${stderr || error.message}${stdout}`));
        else resolve(stdout);
      });
      // A command may end before it has read its input; its exit code tells whether that was a fault.
      child.stdin?.on("error", (error: NodeJS.ErrnoException) => error.code !== "EPIPE" && reject(error));
      child.stdin?.end(input ?? "");
    });
  }

  /** Starts a process inside that stays, as root; its output goes to `<folder>/log/<name>.out`. */
  daemon(name: string, words: readonly string[], environment: Record<string, string> = {}): void {
    const [program = "", ...rest] = this.inside(["/bin/sh", "-c", `echo $$ >${this.folder}/run/${name}.daemon; exec "$@"`, "sh", ...words]);
    const log = openSync(join(this.folder, "log", `${name}.out`), "a");
    const child = spawn(program, rest, { env: environmentWith(environment), stdio: ["ignore", log, log], detached: true });
    closeSync(log);
    child.unref();
    this.#daemons.set(name, child);
  }

  /** Ends one daemon, and waits for its end. What it has started lives on. */
  async endDaemon(name: string, signal: "TERM" | "KILL" = "KILL"): Promise<void> {
    const child = this.#daemons.get(name);
    if (!child) throw new Error(`There is no daemon “${name}”.`);
    this.#daemons.delete(name);
    const gone = child.exitCode === null ? once(child, "exit") : null;
    await this.run(`kill -s ${signal} $(cat ${this.folder}/run/${name}.daemon)`);
    await gone;
  }

  /** Once something listens on a port of the machine's own network, brings it to the same port of this machine's loopback. */
  async publish(port: number): Promise<void> {
    if (!this.ownNetwork) return;
    await this.run(`bash -c 'for try in $(seq 100); do (: </dev/tcp/127.0.0.1/${port}) 2>/dev/null && exit; sleep 0.1; done; exit 1'`);
    await forwardPort(this.pid, port, join(this.folder, `run/port-${port}`));
  }

  logOf(name: string): string {
    const file = join(this.folder, "log", `${name}.out`);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  async stop(): Promise<void> {
    if (this.keeper.exitCode !== null || this.keeper.signalCode !== null) return;
    const gone = once(this.keeper, "exit");
    this.keeper.ref();
    this.keeper.stdin?.end();
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const cleanEnvironment = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", LANG: "C.UTF-8" };

function environmentWith(more: Record<string, string>): NodeJS.ProcessEnv {
  return { ...cleanEnvironment, ...more } as unknown as NodeJS.ProcessEnv;
}

function makeHome(folder: string, username: string, uid: number): MachineUser {
  const home = join(folder, "home", username);
  mkdirSync(home, { mode: 0o700 });
  chownSync(home, uid, uid);
  return { username, uid, home };
}

/** All of /etc as inside, with the people of the tests. A copy, for a single file laid over another vanishes when that is replaced. */
function writeEtc(folder: string, root: string, users: readonly MachineUser[]): void {
  execFileSync("cp", ["-a", join(root, "etc"), folder]);
  const names = new Set(users.map(({ username }) => username));
  const write = (file: string, mode: number, lines: string[]) => {
    const others = readFileSync(join(folder, "etc", file), "utf8").split("\n").filter((line) => line && !names.has(line.split(":")[0] ?? ""));
    writeFileSync(join(folder, "etc", file), `${[...others, ...lines].join("\n")}\n`, { mode });
  };
  write("passwd", 0o644, users.map(({ username, uid, home }) => `${username}:x:${uid}:${uid}:Sqmpy tests:${home}:/bin/bash`));
  write("shadow", 0o600, users.map(({ username }) => `${username}:*:20000:0:99999:7:::`));
  write("group", 0o644, users.map(({ username, uid }) => `${username}:x:${uid}:`));
  writeFileSync(join(folder, "etc/hosts"), `127.0.0.1 localhost ${machineName}\n`);
}

function initScript(folder: string, root: string, overlays: Record<string, string>): string {
  const quoted = (text: string) => `'${text}'`;
  const lines = ["set -e", `hostname ${machineName}`];
  if (root) {
    for (const place of ["dev", "sys"]) lines.push(`mount --rbind /${place} ${quoted(`${root}/${place}`)}`);
    for (const place of ["tmp", "run"]) lines.push(`mount -t tmpfs tmpfs ${quoted(`${root}/${place}`)}`);
    lines.push(`chmod 1777 ${quoted(`${root}/tmp`)}`, `mkdir -p ${quoted(root + folder)}`, `mount --bind ${quoted(folder)} ${quoted(root + folder)}`);
  }
  lines.push(`mount -t proc proc ${quoted(`${root}/proc`)}`, `mkdir -p ${quoted(`${root}/run/sshd`)}`);
  const targets = Object.values(overlays).map((to) => root + to);
  for (const [from, to] of Object.entries(overlays)) {
    if (root && !existsSync(root + to)) lines.push(`mkdir -p ${quoted(root + dirname(to))}`, `[ -d ${quoted(from)} ] && mkdir -p ${quoted(root + to)} || : >${quoted(root + to)}`);
    lines.push(`mount --bind ${quoted(from)} ${quoted(root + to)}`);
  }
  lines.push("echo ready", "set +e", "cat >/dev/null", "kill -KILL -1", ...targets.toReversed().map((to) => `umount -l ${quoted(to)} 2>/dev/null`), `rm -rf -- ${quoted(folder)}`);
  return lines.join("\n");
}
