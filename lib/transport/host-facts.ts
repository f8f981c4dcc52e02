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
has() { command -v "$1" >/dev/null 2>&1; }
said() { "$@" 2>&1 </dev/null | head -n "\${lines:-1}" | tr '\\n' ' '; }
slurm=
if has sbatch; then case $(said sbatch --version) in slurm*) slurm=$(said sbatch --version) ;; esac; fi
if [ -n "$slurm" ]; then echo "scheduler=slurm \${slurm#* }"
elif has bsub; then echo "scheduler=lsf $(said bsub -V)"
elif has condor_submit; then echo "scheduler=htcondor $(said condor_version)"
elif has llsubmit; then echo "scheduler=loadleveler $(said llstatus -v)"
elif has qconf || { has qsub && [ -n "$SGE_ROOT" ]; }; then echo "scheduler=sge $(said qstat -help)"
elif has qsub && has qstat; then
v=$(lines=3; said qstat --version)
case $v in
*pbs_version*|*PBS?Pro*|*OpenPBS*) echo "scheduler=pbs $v" ;;
*[Cc]obalt*|*qstat.py*) echo "scheduler=cobalt $v" ;;
*) if has cqsub || [ -n "$COBALT_CONFIG_FILES" ] || [ -e /etc/cobalt.conf ]; then echo "scheduler=cobalt $v"
elif has pbsnodes; then echo "scheduler=torque $v"
fi ;;
esac
elif has flux && flux getattr size >/dev/null 2>&1; then echo "scheduler=flux $(lines=3; said flux --version)"
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
