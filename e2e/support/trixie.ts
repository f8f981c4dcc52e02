import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const cache = "/var/cache/sqmpy-trixie";
const root = join(cache, "root");
const installed = join(cache, "packages");
const archive = "http://deb.debian.org/debian";
const base = ["ca-certificates", "openssh-server", "procps", "python3-minimal"];

/** Null where Debian 13 can be laid in a folder; else why not. */
export function whyNoTrixie(): string | null {
  if (process.getuid?.() !== 0) return "only root can lay Debian 13 in a folder";
  if (isLaid()) return null;
  return existsSync("/usr/sbin/debootstrap") ? null : "debootstrap is not installed";
}

/** The folder with Debian 13 (amd64 or as this machine is), with these packages in it. The first time takes a minute, later none. */
export async function trixieWith(packages: readonly string[]): Promise<string> {
  const why = whyNoTrixie();
  if (why !== null) throw new Error(why);
  mkdirSync(cache, { recursive: true });
  return locked(async () => {
    if (!isLaid()) await lay();
    const missing = packages.filter((name) => !installedPackages().has(name));
    if (missing.length > 0) await install(missing);
    return root;
  });
}

function isLaid(): boolean {
  return existsSync(installed);
}

function installedPackages(): Set<string> {
  return new Set(readFileSync(installed, "utf8").split("\n"));
}

async function lay(): Promise<void> {
  const fresh = `${root}.fresh`;
  for (const folder of [fresh, root]) rmSync(folder, { recursive: true, force: true });
  await run("/usr/sbin/debootstrap", ["--variant=minbase", `--include=${base.join(",")}`, "trixie", fresh, archive], { maxBuffer: 16 * 1024 * 1024 });
  writeFileSync(join(fresh, "usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  renameSync(fresh, root);
  writeFileSync(installed, `${base.join("\n")}\n`);
}

async function install(packages: readonly string[]): Promise<void> {
  const script = `
mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" || exit 1
cp -L /etc/resolv.conf "$1/etc/resolv.conf"
shift_root=$1; shift
export DEBIAN_FRONTEND=noninteractive
chroot "$shift_root" apt-get update -q && chroot "$shift_root" apt-get install -q -y --no-install-recommends "$@"
chroot "$shift_root" dpkg --configure -a >/dev/null 2>&1
for name in "$@"; do chroot "$shift_root" dpkg -s "$name" >/dev/null || exit 1; done
`;
  await run("unshare", ["--mount", "--propagation", "private", "/bin/sh", "-c", script, "sh", root, ...packages], { maxBuffer: 64 * 1024 * 1024 });
  writeFileSync(installed, [...installedPackages(), ...packages, ""].filter(Boolean).join("\n"));
}

/** One at a time lays or installs; a lock that is older than ten minutes was left by somebody who was killed. */
async function locked<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const lock = join(cache, "lock");
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (isStale(lock)) rmSync(lock, { recursive: true, force: true });
      else await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  try {
    return await work();
  } finally {
    rmdirSync(lock);
  }
}

function isStale(lock: string): boolean {
  const age = statSync(lock, { throwIfNoEntry: false });
  return age !== undefined && Date.now() - age.mtimeMs > 600_000;
}
