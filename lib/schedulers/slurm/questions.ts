import { AppError } from "../../domain/errors";
import type { QueueSight } from "../../domain/queue-sight";
import { quote } from "../quote";
import type { ExecResult, RemoteCall } from "../scheduler";
import { readSacct, sacctFields } from "./read-sacct";
import { readScontrolJobs } from "./read-scontrol-job";
import { readSqueue, squeueFormat } from "./read-squeue";
import { slurmError } from "./refusal";

/** Past this, all of the person's jobs are asked for: a longer list costs more than it saves. */
const longestList = 500;
const chunk = 500;

// A login's own settings would hide jobs; a list of one id fails as a whole when Slurm has forgotten it, so that it is named twice.
const squeue = `unset SQUEUE_ACCOUNT SQUEUE_PARTITION SQUEUE_QOS SQUEUE_LICENSES SQUEUE_NAMES SQUEUE_PRIORITY SQUEUE_CLUSTERS
export SLURM_TIME_FORMAT=%s SLURM_BITSTR_LEN=0
jobs() { squeue --noheader --all --user="$(id -u)" --states=all "$@"; }`;

export function slurmStatus(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  const list = nativeIds.length <= longestList ? ` --jobs=${quote([...nativeIds, ...nativeIds.slice(0, 1)].join(","))}` : "";
  const command = nativeIds.length === 0 ? ":" : `${squeue}\njobs${list} --format=${quote(squeueFormat)}`;
  return { command, read: (result) => readStatus(result, nativeIds) };
}

function readStatus({ exitCode, stdout, stderr }: ExecResult, nativeIds: readonly string[]): ReadonlyMap<string, QueueSight> {
  if (exitCode !== 0 && !/invalid job id/i.test(stderr)) throw slurmError("Slurm's queue could not be read", stderr || stdout);
  const asked = new Set(nativeIds);
  return new Map([...readSqueue(stdout)].filter(([id]) => asked.has(id) || asked.has(arrayOf(id))));
}

/** Where there is no accounting, the controller itself still knows what ended in the last minutes. */
export function slurmRecords(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  const jobs = [...new Set(nativeIds.map(arrayOf))];
  const command = `
export SLURM_TIME_FORMAT=%s
unset SACCT_FEDERATION
echo "#now $(date +%s)"
while read -r ids; do
  rows=$(sacct --noheader --parsable2 --duplicates --format=${sacctFields.join(",")} --jobs="$ids" 2>&1) || {
    case $rows in *"accounting storage is disabled"*) ;; *) printf '%s\\n' "$rows" >&2; exit 1 ;; esac
    echo "#controller"
    old=$IFS; IFS=,
    for id in $ids; do scontrol --oneliner show job "$id" 2>/dev/null; done
    IFS=$old
    rows=
  }
  printf '%s\\n' "$rows"
done
`.trim();
  return {
    command,
    stdin: lines(jobs, ","),
    read: ({ exitCode, stdout, stderr }) => {
      if (exitCode !== 0) throw slurmError("Slurm's accounting could not be read", stderr || stdout);
      const now = Number(/^#now (\d+)$/m.exec(stdout)?.[1] ?? Infinity);
      const sights = new Map([...readSacct(stdout, now), ...readScontrolJobs(stdout)]);
      const asked = new Set(nativeIds);
      return new Map([...sights].filter(([id]) => asked.has(id) || asked.has(arrayOf(id))));
    },
  };
}

/** The nonce ends the job's name. Among several, the first that was submitted counts. */
export function findSlurm(nonce: string, since: Date): RemoteCall<{ nativeId: string | null; isCertain: boolean }> {
  const from = new Date(since.getTime() - 3_600_000).toISOString().slice(0, 19);
  const command = `
${squeue}
queue=$(jobs --format='%F|%j') || exit 1
printf '%s\\n' "$queue" | grep -F -e ${quote(`.${nonce}`)} && exit 0
records=$(sacct --noheader --parsable2 --allocations --duplicates --user="$(id -u)" --starttime=${from} --format=JobID,JobName 2>/dev/null) || { echo "#no accounting"; exit 0; }
printf '%s\\n' "$records" | grep -F -e ${quote(`.${nonce}`)} || echo "#none"
`.trim();
  return {
    command,
    read: ({ exitCode, stdout, stderr }) => {
      if (exitCode !== 0) throw slurmError("Slurm's queue could not be read", stderr || stdout);
      const found = stdout.split("\n").flatMap((line) => {
        const [, id, name] = /^(\d+)(?:_\S*)?\|(.*)$/.exec(line.trim()) ?? [];
        return id !== undefined && name?.endsWith(`.${nonce}`) ? [Number(id)] : [];
      });
      return { nativeId: found.length > 0 ? String(Math.min(...found)) : null, isCertain: !stdout.includes("#no accounting") };
    },
  };
}

/** A waiting task is set apart from its array before, or nothing would tell afterwards that it was canceled. */
export function cancelSlurm(nativeIds: readonly string[]): RemoteCall<void> {
  const tasks = nativeIds.filter((id) => id !== arrayOf(id));
  const apart = tasks.length > 0 ? `scontrol hold ${quote(tasks.join(","))} >/dev/null 2>&1\n` : "";
  const command = `${apart}code=0\nwhile read -r ids; do scancel $ids || code=$?; done\nexit "$code"`;
  return {
    command,
    stdin: lines(nativeIds.filter(isId), " "),
    read: (result) => {
      if (result.exitCode !== 0) refuseUnless(result, /invalid job id|already (?:completing|completed|finished)/i, "Slurm did not cancel");
    },
  };
}

export function holdSlurm(nativeIds: readonly string[], verb: "hold" | "release"): RemoteCall<void> {
  const command = `code=0\nwhile read -r ids; do scontrol ${verb} "$ids" || code=$?; done\nexit "$code"`;
  return {
    command,
    stdin: lines(nativeIds.filter(isId), ","),
    read: (result) => {
      if (result.exitCode === 0) return;
      const known = nativeIds.length > 1 ? /invalid job id|already finished|no error/i : /^$/;
      refuseUnless(result, known, verb === "hold" ? "Slurm does not hold this job" : "Slurm does not release this job");
    },
  };
}

/** Complaints about some jobs among others are no failure. */
function refuseUnless({ stderr, stdout }: ExecResult, known: RegExp, what: string): void {
  const complaints = `${stderr}\n${stdout}`.split("\n").filter((line) => line.trim() !== "" && !known.test(line));
  if (complaints.length > 0) throw explain(what, complaints.join("\n"));
}

function explain(what: string, complaints: string): AppError {
  if (/access\/permission denied/i.test(complaints)) return new AppError("remote", `${what}: an administrator holds it, and only they can change that.`);
  if (/job is (?:pending|running) |already (?:finished|completed)|already running/i.test(complaints)) return new AppError("remote", `${what}: it has ended, or has begun already.`);
  return slurmError(what, complaints);
}

/** `123` of `123_4`. */
function arrayOf(id: string): string {
  return id.split("_")[0] ?? id;
}

function isId(id: string): boolean {
  return /^\d+(_\d+)?$/.test(id);
}

function lines(ids: readonly string[], separator: string): string {
  const parts: string[] = [];
  for (let at = 0; at < ids.length; at += chunk) parts.push(`${ids.slice(at, at + chunk).join(separator)}\n`);
  return parts.join("");
}
