import { AppError } from "../domain/errors";
import type { QueueOffers } from "../domain/queue-offers";
import type { QueueSight } from "../domain/queue-sight";
import type { BatchScheduler } from "./batch-scheduler";
import type { ExecResult, RemoteCall } from "./scheduler";
import { directives, readDirective } from "./sge/directives";
import { commandId, jobNumberOf, nativeIdByName, nativeIdOf, taskId } from "./sge/native-id";
import { readAccounting } from "./sge/read-accounting";
import { offersCommand, readOffers } from "./sge/read-offers";
import { readQueue, sightOf } from "./sge/read-queue";
import { explainCommand, readExplanations, reasonOf } from "./sge/reasons";
import { expectDone, refusal } from "./sge/refusal";
import { keepRemoved, readRemoved, readRemovedCommand } from "./sge/removed";
import { render, submitCommand } from "./sge/render";

/**
 * Grid Engine: Sun's 6.2, Son of Grid Engine, Open Grid Scheduler, Univa's and Altair's. It waits for the end of other jobs, however
 * they end, and for nothing else.
 */
export const sge: BatchScheduler = {
  kind: "sge",
  marks: ["#$"],
  directives,
  readDirective,
  render,
  submitCommand,
  readSubmit,
  status,
  records,
  find,
  cancel,
  hold: (ids) => change("The job could not be held", "xargs -n 200 qhold 2>&1", ids),
  release: (ids) => change("The job could not be released", "ids=$(cat); printf '%s\\n' \"$ids\" | xargs -n 200 qrls 2>&1; printf '%s\\n' \"$ids\" | xargs -n 200 qmod -cj 2>&1", ids),
  offers,
  arrays: { taskId },
  conditions: ["any"],
};

const parting = "-- sqmpy";

function readSubmit({ exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string }): string {
  const number = /^(\d+)(?:\.\d+-\d+:\d+)?\s*$/m.exec(stdout)?.[1] ?? /^Your job(?:-array)? (\d+)/m.exec(stdout)?.[1];
  if (exitCode !== 0 || number === undefined) throw refusal("Grid Engine refused the job", `${stderr}\n${stdout}`);
  return nativeIdOf(number, /^shifted$/m.test(stdout) ? 1 : 0);
}

function status(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  const command = `
queue=$(qstat -xml -r -u "$(id -un)") || exit
printf '%s\\n${parting}\\n' "$queue"
${explainCommand}
`.trim();
  return { command, read: (result) => readStatus(result, nativeIds) };
}

function readStatus({ exitCode, stdout, stderr }: ExecResult, nativeIds: readonly string[]): ReadonlyMap<string, QueueSight> {
  if (exitCode !== 0) throw refusal("Grid Engine did not say how the jobs are", stderr);
  const [xml = "", told = ""] = stdout.split(`${parting}\n`);
  const explanations = readExplanations(told);
  const isAsked = wanted(nativeIds);
  const seen = new Map<string, QueueSight>();
  for (const entry of readQueue(xml)) {
    const told = explanations.get(entry.jobNumber);
    for (const task of entry.tasks ?? [1]) {
      const id = entry.tasks ? `${entry.jobNumber}.${task}` : entry.jobNumber;
      if (isAsked(id)) seen.set(id, { ...sightOf(entry), ...reasonOf(entry, task, told) });
    }
  }
  return seen;
}

/** A job's number stands for all of its tasks. */
function wanted(nativeIds: readonly string[]): (id: string) => boolean {
  const asked = new Set(nativeIds.map(commandId));
  return (id) => asked.has(id) || asked.has(jobNumberOf(id));
}

/** qacct reads the whole accounting file, whatever it is asked: one pass for all jobs, filtered on the host. */
function records(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  const command = `
ids=$(cat)
if [ "$(printf '%s\\n' "$ids" | wc -l)" -eq 1 ]; then qacct -j "$ids"
else
  all=$({ printf '%s\\n' "$ids" --; qacct -o "$(id -un)" -j; } | awk '
    !begun { if ($0 == "--") begun = 1; else want[$1]; next }
    /^====/ { if (keep) printf "%s", text; text = ""; keep = 0 }
    { text = text $0 "\\n" }
    $1 == "jobnumber" { keep = $2 in want; any = 1 }
    END { if (keep) printf "%s", text; if (!any) print "${parting}" }')
  printf '%s\\n' "$all"
  if [ "$all" = '${parting}' ]; then for id in $(printf '%s\\n' "$ids" | head -n 10); do qacct -j "$id"; done; fi
fi
echo '${parting}'
${readRemovedCommand}
:
`.trim();
  const stdin = [...new Set(nativeIds.map(jobNumberOf))].map((id) => `${id}\n`).join("");
  return { command: nativeIds.length === 0 ? ":" : command, stdin, read: (result) => readAccounts(result, nativeIds) };
}

function readAccounts({ stdout, stderr }: ExecResult, nativeIds: readonly string[]): ReadonlyMap<string, QueueSight> {
  expectDone("Grid Engine's accounting cannot be read", stderr, nothingKept);
  const [accounting = "", ...kept] = stdout.split(`${parting}\n`);
  const isAsked = wanted(nativeIds);
  const found = new Map([...readAccounting([accounting, ...kept].join("\n"))].filter(([id]) => isAsked(id)));
  const removed = readRemoved(kept.at(-1) ?? "");
  for (const id of nativeIds.map(commandId)) {
    const sight = found.has(id) ? null : removed.sightOf(id);
    if (sight) found.set(id, sight);
  }
  return found;
}

const nothingKept = /not found|no jobs running since startup|No such file or directory/;

function find(nonce: string): RemoteCall<{ nativeId: string | null; isCertain: boolean }> {
  const command = `
me=$(id -un)
qstat -xml -u "$me" || exit
qstat -xml -s z -u "$me"
command -v qacct >/dev/null || exit 0
echo '${parting}'
qacct -o "$me" -j 2>/dev/null | awk -v nonce='.${nonce}' '$1 == "jobname" { name = $2 } $1 == "jobnumber" && index(name, nonce) { print $2, name }'
:
`.trim();
  return {
    command,
    read({ exitCode, stdout, stderr }) {
      if (exitCode !== 0) throw refusal("Grid Engine did not say which jobs there are", stderr);
      const [queue = "", accounting] = stdout.split(`${parting}\n`);
      const queued = readQueue(queue).map(({ name, jobNumber }) => nativeIdByName(name, nonce, jobNumber));
      const ended = (accounting ?? "").split("\n").map((line) => nativeIdByName(line.split(" ")[1] ?? "", nonce, line.split(" ")[0] ?? ""));
      return { nativeId: [...queued, ...ended].find((id) => id !== null) ?? null, isCertain: accounting !== undefined };
    },
  };
}

function cancel(nativeIds: readonly string[]): RemoteCall<void> {
  const command = `
said=$(xargs -n 200 qdel 2>&1)
printf '%s\\n' "$said"
${keepRemoved}
`.trim();
  return change("The job could not be canceled", command, nativeIds);
}

const done = /has (deleted|registered)|does not exist|already in deletion|modified hold|invalid queue or job|can ?not be applied|cleared error state|not in error state|is not in hold/i;

function change(what: string, command: string, nativeIds: readonly string[]): RemoteCall<void> {
  const stdin = nativeIds.map((id) => `${commandId(id)}\n`).join("");
  return { command: nativeIds.length === 0 ? ":" : command, stdin, read: ({ stdout, stderr }) => expectDone(what, `${stdout}\n${stderr}`, done) };
}

function offers(now: Date): RemoteCall<QueueOffers> {
  return {
    command: offersCommand,
    read({ exitCode, stdout, stderr }) {
      if (exitCode !== 0 && !stdout.includes("== queues")) throw refusal("Grid Engine did not say what it offers", stderr);
      if (!stdout.includes("== version")) throw new AppError("remote", "Grid Engine's answer about its queues cannot be read.");
      return readOffers(stdout, now);
    },
  };
}
