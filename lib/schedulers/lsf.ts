import { AppError } from "../domain/errors";
import type { QueueOffers } from "../domain/queue-offers";
import type { QueueSight } from "../domain/queue-sight";
import type { BatchScheduler } from "./batch-scheduler";
import { directives, readDirective } from "./lsf/directives";
import { commandId, isAsked, taskId } from "./lsf/native-id";
import { readLong } from "./lsf/read-long";
import { offersCommand, readOffers } from "./lsf/read-offers";
import { delimiter, fields, readTable } from "./lsf/read-table";
import { expectDone, refusal } from "./lsf/refusal";
import { render, submitCommand } from "./lsf/render";
import type { ExecResult, RemoteCall } from "./scheduler";

/** LSF 9 and 10 (Platform's, IBM Spectrum's), and OpenLava by its plainer commands. */
export const lsf: BatchScheduler = {
  kind: "lsf",
  marks: ["#BSUB"],
  directives,
  readDirective,
  render,
  submitCommand,
  readSubmit,
  status,
  records,
  find,
  cancel: (ids) => change("The job could not be canceled", "bkill", ids),
  hold: (ids) => change("The job could not be held", "bstop", ids),
  release: (ids) => change("The job could not be released", "bresume", ids),
  offers,
  arrays: { taskId },
  conditions: ["ok", "any", "fail"],
};

/** Commands of LSF wait for ever for daemons that are down unless they are told how often to try. */
const patience = "export LSB_NTRIES=2";
/** An unknown job makes them end with 255, which would stop xargs. */
function each(program: string): string {
  return `xargs -r -n 200 sh -c '${program} "$@" || :' sh`;
}

const clock = 'echo "-- $(date +%s)"';

function readSubmit({ exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string }): string {
  const number = /^Job <(\d+)> is submitted to/m.exec(stdout)?.[1];
  if (exitCode !== 0 || number === undefined) throw refusal("LSF refused the job", `${stderr}\n${stdout}`);
  return /^shifted$/m.test(stdout) ? `${number}+1` : number;
}

/** All of the person's jobs that have not ended, in one question; ended ones are asked for with their exact times. */
function status(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  const command = `
${patience}
said=$(bjobs -noheader -o "${fields.join(" ")} delimiter='${delimiter}'" 2>&1)
case $said in *[Uu]nknown*field*|*[Ii]llegal*option*|*[Ii]nvalid*option*|*[Uu]sage:*) said=$(bjobs -w 2>&1) ;; esac
printf '%s\\n' "$said"
${clock}
`.trim();
  return { command, read: (result) => readStatus(result, nativeIds) };
}

function readStatus({ stdout, stderr }: ExecResult, nativeIds: readonly string[]): ReadonlyMap<string, QueueSight> {
  const [text, now] = withClock(stdout, stderr, "LSF did not say how the jobs are");
  const asked = isAsked(nativeIds);
  const jobs = readTable(text, now);
  const others = text.split("\n").filter((line) => !/^\s*\d+\b|^JOBID\b/.test(line)).join("\n");
  if (jobs.length === 0) expectDone("LSF did not say how the jobs are", others);
  return new Map(jobs.filter(({ id, sight }) => asked(id) && sight.state !== "ended").map(({ id, sight }) => [id, sight]));
}

function withClock(stdout: string, stderr: string, what: string): [text: string, now: Date] {
  const [text = "", seconds] = stdout.split(/^-- (?=\d+\s*$)/m);
  if (seconds === undefined) throw refusal(what, `${stderr}\n${stdout}`);
  return [text, new Date(Number(seconds.trim()) * 1_000)];
}

/** mbatchd remembers ended jobs for CLEAN_PERIOD, an hour by default; older ones are in its logs, which bhist reads. */
function records(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  const command = `
${patience}
export LSB_DISPLAY_YEAR=Y
ids=$(cat)
said=$(printf '%s\\n' "$ids" | ${each("bjobs -l")} 2>&1)
printf '%s\\n' "$said"
gone=$(printf '%s\\n' "$said" | sed -n 's/^Job <\\([0-9]*\\).*> is not found.*/\\1/p' | sort -u)
[ -z "$gone" ] || printf '%s\\n' "$gone" | ${each("bhist -n 5 -l")} 2>&1
${clock}
`.trim();
  const stdin = [...new Set(nativeIds.map(commandId))].map((id) => `${id}\n`).join("");
  return {
    command,
    stdin,
    read({ stdout, stderr }) {
      const [text, now] = withClock(stdout, stderr, "LSF's records cannot be read");
      const found = readLong(text, now);
      if (found.size === 0) expectDone("LSF's records cannot be read", linesBeforeJobs(text));
      const asked = isAsked(nativeIds);
      return new Map([...found].filter(([id]) => asked(id)));
    },
  };
}

/** What is said of a job belongs to it, whatever its words are. */
function linesBeforeJobs(text: string): string {
  return text.split("\n").filter((line) => !/^(Job <\d+(\[\d+\])?>,| |[A-Z][a-z]{2} [A-Z][a-z]{2}\s|Summary of|JOBID|\d)/.test(line)).join("\n");
}

/** The nonce is the job's name. */
function find(nonce: string): RemoteCall<{ nativeId: string | null; isCertain: boolean }> {
  const command = `
${patience}
said=$(bjobs -a -w -J "${nonce}*" 2>&1)
printf '%s\\n' "$said"
case $said in [0-9]*|JOBID*) exit 0 ;; esac
command -v bhist >/dev/null || exit 0
echo '-- history'
bhist -n 0 -a -w -J "${nonce}*" 2>&1
:
`.trim();
  return {
    command,
    read({ stdout }) {
      const [queue = "", history] = stdout.split("-- history\n");
      const row = new RegExp(`^(\\d+)(?:\\[\\d+\\])?\\s.*\\b${nonce}(_0)?(?:\\[\\d+\\])?\\s`, "m");
      const [, number, shifted] = row.exec(queue) ?? row.exec(history ?? "") ?? [];
      if (number !== undefined) return { nativeId: shifted === undefined ? number : `${number}+1`, isCertain: true };
      expectDone("LSF did not say which jobs there are", `${queue}\n${history ?? ""}`.replace(/^(JOBID|Summary of).*$/gm, ""));
      return { nativeId: null, isCertain: history !== undefined };
    },
  };
}

function change(what: string, program: string, nativeIds: readonly string[]): RemoteCall<void> {
  return {
    command: `${patience}\n${each(program)}`,
    stdin: nativeIds.map((id) => `${commandId(id)}\n`).join(""),
    read: ({ stdout, stderr }) => expectDone(what, `${stdout}\n${stderr}`),
  };
}

function offers(now: Date): RemoteCall<QueueOffers> {
  return {
    command: offersCommand,
    read({ exitCode, stdout, stderr }) {
      if (exitCode !== 0) throw refusal("LSF did not say what it offers", stderr);
      if (!stdout.includes("== version")) throw new AppError("remote", "LSF's answer about its queues cannot be read.");
      return readOffers(stdout, now);
    },
  };
}

