import { AppError } from "../../domain/errors";
import type { QueueOffers } from "../../domain/queue-offers";
import type { QueueSight } from "../../domain/queue-sight";
import type { BatchScheduler } from "../batch-scheduler";
import { readClockWords } from "../clock-words";
import type { ExecResult, RemoteCall } from "../scheduler";
import { askedIds, taskId } from "./native-id";
import { readBlocks } from "./read-blocks";
import { offersCommand, readOffers } from "./read-offers";
import { readSight } from "./read-sight";
import { expectDone, refusal } from "./refusal";
import { render, submitCommand, type Dialect } from "./render";

export interface FamilyMember extends Dialect, Pick<BatchScheduler, "directives" | "readDirective"> {
  kind: "pbs" | "torque";
  /** Options of qstat and qselect that bring finished jobs as well. */
  history: "-x" | "";
}

/** What PBS and Torque have in common: all but their directives and some options. */
export function pbsFamily(member: FamilyMember): BatchScheduler {
  const { kind, system, directives, readDirective } = member;
  const change = (what: string, program: string) => (ids: readonly string[]) => changeJobs(system, what, program, ids);
  return {
    kind,
    marks: ["#PBS"],
    directives,
    readDirective,
    render: (submission) => render(member, submission),
    submitCommand: (submission) => submitCommand(member, submission),
    readSubmit: (result) => readSubmit(system, result),
    status: (ids) => status(system, ids),
    records: (ids) => records(member, ids),
    find: (nonce, since) => find(member, nonce, since),
    cancel: change("The job could not be canceled", "qdel"),
    hold: change("The job could not be held", "qhold"),
    release: change("The job could not be released", "qrls"),
    offers: (now) => offers(member, now),
    arrays: { taskId },
    conditions: ["ok", "any", "fail"],
  };
}

function readSubmit(system: string, { exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string }): string {
  const id = /^\d+(\[\])?(\.[\w.-]+)?\s*$/gm.exec(stdout)?.[0].trim();
  if (exitCode !== 0 || id === undefined) throw refusal(system, `${system} refused the job`, stderr || stdout);
  return id;
}

/** Attributes of a job that mean something here: what `qstat -f` tells is mostly the job's environment. */
const wanted =
  "job_state|substate|comment|depend|Hold_Types|exec_host|stime|start_time|obittime|comp_time|mtime|[Ee]xit_status|run_count|start_count|Execution_Time|estimated\\.start_time|resources_used\\.(walltime|cput|mem|ncpus)|Resource_List\\.(walltime|mem|ncpus|ngpus)";

const filter = `awk '
  /^Job( Id)?:/ { keep = 1; print; next }
  /^ ? ? ? ?[A-Za-z]/ { keep = $1 ~ /^(${wanted})$/ }
  /^[A-Za-z]/ { keep = 0 }
  keep { print }
'`;

/** One look at the person's ids first, so that jobs that have left the queue cost the server nothing. */
function status(system: string, nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  const command = `
mine=$(qselect -u "$(id -un)") || exit
{ cat; echo --; printf '%s\\n' "$mine"; } | awk '
  function number(id) { sub(/[^0-9].*/, "", id); return id }
  !begun { if ($0 == "--") begun = 1; else if ($0 != "") asked[number($0)] = $0; next }
  number($0) in asked && !told[number($0)]++ { id = asked[number($0)]; sub(/\\[[0-9]+\\]/, "[]", id); print id }
' | xargs -r -n 200 qstat -f -t | ${filter}
`.trim();
  const stdin = lines(nativeIds);
  return { command, stdin, read: (result) => readJobs(system, result, nativeIds) };
}

function records({ system, history }: FamilyMember, nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  const command = `xargs -r -n 200 qstat ${history} -f -t | ${filter}`.replace("  ", " ");
  return { command, stdin: lines(nativeIds), read: (result) => readJobs(system, result, nativeIds) };
}

function lines(ids: readonly string[]): string {
  return `${ids.join("\n")}\n`;
}

function readJobs(system: string, { exitCode, stdout, stderr }: ExecResult, nativeIds: readonly string[]): ReadonlyMap<string, QueueSight> {
  expectDone(system, `${system} did not say how the jobs are`, stderr);
  if (exitCode !== 0 && stdout === "") throw refusal(system, `${system} did not say how the jobs are`, stderr);
  const idOf = askedIds(nativeIds);
  return new Map(
    readBlocks(stdout).flatMap((job) => {
      const id = idOf(job.id);
      return id === null ? [] : [[id, readSight(job)] as const];
    }),
  );
}

/** Without history, PBS refuses `-x`. */
function findInPbs(nonce: string): string {
  return `me=$(id -un)
found=$(qselect -x -N ${nonce} -u "$me" 2>/dev/null) || found=$(qselect -N ${nonce} -u "$me") || exit`;
}

/** An array's tasks have names of their own there: the array's with `-<index>`. */
function findInTorque(nonce: string): string {
  return `mine=$(qselect -u "$(id -un)") || exit
found=$(printf '%s\\n' "$mine" | xargs -r -n 200 qstat -f 2>/dev/null | awk '/^Job Id:/ { id = $3 } $1 == "Job_Name" && ($3 == "${nonce}" || index($3, "${nonce}-") == 1) { print id }')`;
}

/** The nonce is the job's name. How long finished jobs are kept, the server says. */
function find({ system, history }: FamilyMember, nonce: string, since: Date): RemoteCall<{ nativeId: string | null; isCertain: boolean }> {
  const command = `
${history === "" ? findInTorque(nonce) : findInPbs(nonce)}
printf '%s\\n--\\n' "$found"
qstat -B -f 2>/dev/null
echo "-- $(date +%s)"
`.trim();
  return {
    command,
    read({ exitCode, stdout, stderr }) {
      expectDone(system, `${system} did not say which jobs there are`, stderr);
      const [found = "", server = "", clock] = stdout.split(/^--/m);
      if (exitCode !== 0 || clock === undefined) throw refusal(system, `${system} did not say which jobs there are`, stderr || stdout);
      const id = found.split("\n").map((line) => line.trim()).find((line) => /^\d/.test(line)) ?? null;
      const ageSeconds = Number(clock.trim()) - since.getTime() / 1_000;
      return { nativeId: id?.replace(/\[\d+\]/, "[]") ?? null, isCertain: ageSeconds < keptSeconds(server) };
    },
  };
}

function keptSeconds(server: string): number {
  const attributes = readBlocks(server)[0]?.attributes;
  const torque = Number(attributes?.get("keep_completed") ?? 0);
  if (torque > 0) return torque;
  if (!/^true/i.test(attributes?.get("job_history_enable") ?? "")) return 0;
  return readClockWords(attributes?.get("job_history_duration") ?? "336:00:00") ?? 0;
}

function changeJobs(system: string, what: string, program: string, nativeIds: readonly string[]): RemoteCall<void> {
  return {
    command: `xargs -r -n 200 ${program}`,
    stdin: lines(nativeIds),
    read: ({ stdout, stderr }) => expectDone(system, what, `${stderr}\n${stdout}`),
  };
}

function offers({ kind, system }: FamilyMember, now: Date): RemoteCall<QueueOffers> {
  return {
    command: offersCommand,
    read({ exitCode, stdout, stderr }) {
      if (exitCode !== 0) throw refusal(system, `${system} did not say what it offers`, stderr);
      if (!stdout.includes("== server")) throw new AppError("remote", `${system}'s answer about its queues cannot be read.`);
      return readOffers(kind, stdout, now);
    },
  };
}
