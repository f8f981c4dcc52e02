import { AppError } from "@/lib/domain/errors";
import type { ShellAccess } from "./shell-access";

/** Names that the tools print otherwise than they are; they are hashed one by one. */
const oddName = /[\\\n\r]/;
const python =
  'import sys,hashlib\nfor p in sys.stdin.buffer.read().split(b"\\0")[:-1]:\n  try:\n    h=hashlib.sha256()\n    with open(p,"rb") as f:\n      for c in iter(lambda:f.read(1048576),b""): h.update(c)\n    sys.stdout.buffer.write(h.hexdigest().encode()+b"  "+p+b"\\n")\n  except OSError: pass';

const manyScript = `export LC_ALL=C
if command -v sha256sum >/dev/null 2>&1; then xargs -0 sha256sum -- 2>/dev/null
elif command -v shasum >/dev/null 2>&1; then xargs -0 shasum -a 256 -- 2>/dev/null
elif command -v python3 >/dev/null 2>&1; then exec python3 -c '${python}'
else exit 127; fi; exit 0`;

const oneByOneScript = `export LC_ALL=C
if command -v sha256sum >/dev/null 2>&1; then t=sha256sum
elif command -v shasum >/dev/null 2>&1; then t='shasum -a 256'
elif command -v python3 >/dev/null 2>&1; then t="python3 -c 'import sys,hashlib;print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'"
else exit 127; fi
export t
xargs -0 -n 1 sh -c '{ [ -f "$1" ] && eval "$t" < "$1"; } 2>/dev/null || echo -' sh; exit 0`;

/** An hour: a terabyte at the speed of a slow disk takes longer, a hung disk is not waited for. */
const timeoutMs = 60 * 60_000;

/** Hashes files on the host, by whatever it has for it; two commands at most, whatever the number and the names. */
export async function remoteSha256(shell: ShellAccess, paths: readonly string[]): Promise<(string | null)[]> {
  const plain = paths.filter((path) => !oddName.test(path));
  const odd = paths.filter((path) => oddName.test(path));
  const [many, single] = await Promise.all([hashMany(shell, plain), hashEach(shell, odd)]);
  return paths.map((path) => many.get(path) ?? single.get(path) ?? null);
}

async function hashMany(shell: ShellAccess, paths: readonly string[]): Promise<Map<string, string>> {
  const lines = await run(shell, manyScript, paths);
  const hashes = new Map<string, string>();
  for (const line of lines) {
    const found = /^([0-9a-f]{64}) [ *](.*)$/.exec(line);
    if (found) hashes.set(found[2] ?? "", found[1] ?? "");
  }
  return hashes;
}

async function hashEach(shell: ShellAccess, paths: readonly string[]): Promise<Map<string, string>> {
  const lines = await run(shell, oneByOneScript, paths);
  const hashes = new Map<string, string>();
  paths.forEach((path, index) => {
    const found = /^[0-9a-f]{64}/.exec(lines[index] ?? "");
    if (found) hashes.set(path, found[0]);
  });
  return hashes;
}

async function run(shell: ShellAccess, script: string, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const stdin = Buffer.from(paths.map((path) => `${path}\0`).join(""));
  const { exitCode, stdout, stderr } = await shell.exec(script, { stdin, timeoutMs, maxBytes: stdin.length + paths.length * 80 + 65_536 });
  if (exitCode === 127) {
    throw new AppError("remote", "The host has no program that makes SHA-256 sums (sha256sum, shasum or python3), so the files cannot be checked. Ask its administrators for coreutils.");
  }
  if (exitCode !== 0) throw new AppError("remote", `The host could not hash the files (${stderr.toString("utf8").trim().slice(0, 300)}).`);
  return stdout.toString("utf8").split("\n");
}
