import type { HostFacts } from "@/lib/domain/host";

/** Prints one `name=value` a line. Reads nothing that needs a person, and takes parts of a second. */
export const factsScript = `export LC_ALL=C
echo "os=$( (. /etc/os-release 2>/dev/null && printf %s "$PRETTY_NAME") )"
echo "kernel=$(uname -sr)"
echo "shell=$SHELL"
echo "home=$(cd && pwd)"
p=$(command -v python3 || command -v python); echo "python=$p"
if [ -n "$p" ]; then echo "pythonVersion=$("$p" --version 2>&1 | head -n 1)"; fi
echo "bash=$(command -v bash)"
if command -v sbatch >/dev/null 2>&1; then echo "scheduler=$(sbatch --version 2>&1 | head -n 1)"
elif command -v bsub >/dev/null 2>&1; then echo "scheduler=lsf $(bsub -V 2>&1 | head -n 1)"
elif command -v condor_submit >/dev/null 2>&1; then echo "scheduler=htcondor $(condor_version 2>/dev/null | head -n 1)"
elif command -v flux >/dev/null 2>&1; then echo "scheduler=flux $(flux --version 2>/dev/null | head -n 1)"
elif command -v qsub >/dev/null 2>&1; then
v=$(qsub --version 2>&1 | head -n 1)
case $v in *pbs*|*PBS*) echo "scheduler=pbs $v";; *) echo "scheduler=sge $(qsub -help 2>/dev/null | head -n 1)";; esac
fi
echo "disk=$(df -Pk "$HOME" 2>/dev/null | tail -n 1)"
`;

/** Whether a file can be made in the home directory; prints what stood in the way. */
export const homeWritableScript = `f=$HOME/.sqmpy-test-$$; (printf %8192d 0 > "$f") 2>&1; c=$?; rm -f -- "$f"; exit $c`;

/** Milliseconds since 1970, by the clock of the host. */
export const clockScript = `n=$(date +%s%N 2>/dev/null); case $n in *[!0-9]*|'') n=$(date +%s)000000000;; esac; printf %s "$n"`;

export function readClock(text: string): number | null {
  return /^\d{16,}$/.test(text) ? Number(text.slice(0, -6)) : null;
}

export type Found = Omit<HostFacts, "checkedAt" | "fileTransfer" | "noise" | "clockSkewMs" | "freeBytes"> & { disk: string | null };

export function readFacts(text: string): Found {
  const found = new Map<string, string>();
  for (const line of text.split("\n")) {
    const at = line.indexOf("=");
    if (at > 0) found.set(line.slice(0, at), line.slice(at + 1).trim());
  }
  const value = (name: string) => found.get(name) || null;
  return {
    os: value("os") ?? value("kernel"),
    shell: value("shell"),
    home: value("home"),
    python: value("python"),
    pythonVersion: value("pythonVersion")?.replace(/^Python /, "") ?? null,
    bash: value("bash"),
    scheduler: shortScheduler(value("scheduler")),
    disk: value("disk"),
  };
}

/** `slurm 22.05.8`, from whatever the commands say of themselves. */
function shortScheduler(text: string | null): string | null {
  if (!text) return null;
  const kind = text.split(" ")[0]?.toLowerCase() ?? text;
  const version = /\d+(\.\d+)+/.exec(text)?.[0];
  return version ? `${kind} ${version}` : kind;
}
