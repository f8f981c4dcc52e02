import { AppError } from "../domain/errors";
import type { Queue, QueueOffers } from "../domain/queue-offers";
import type { QueueSight } from "../domain/queue-sight";
import type { BatchScheduler, BatchSubmission } from "./batch-scheduler";
import { readClockWords } from "./clock-words";
import { directives, readDirective, readKeyword } from "./loadleveler/directives";
import { readSteps, stepsFilter } from "./loadleveler/read-steps";
import { quote } from "./quote";
import type { ControlFile, RemoteCall } from "./scheduler";

/**
 * IBM's LoadLeveler 3 to 5. It has neither arrays nor dependencies between jobs; ended jobs leave the queue at once, and their history is the
 * administrators': the exit file alone tells how they ended.
 */
export const loadleveler: BatchScheduler = {
  kind: "loadleveler",
  marks: ["# @", "#@"],
  directives,
  readDirective,
  render,
  submitCommand: () => `(unset TZ LC_ALL; llsubmit ${scriptName})`,
  readSubmit,
  status,
  records: () => null,
  find,
  cancel: (ids) => change("The job could not be canceled", "llcancel", ids),
  hold: (ids) => change("The job could not be held", "llhold", ids),
  release: (ids) => change("The job could not be released", "llhold -r", ids),
  offers,
  arrays: null,
  conditions: [],
};

const scriptName = "loadleveler.sh";

/** Keywords that decide how Sqmpy speaks with LoadLeveler; a directive cannot change them. */
const ours = new Set([
  "job_name", "output", "error", "input", "notification", "notify_user", "executable", "arguments", "hold", "restart", "initialdir", "shell", "dependency", "step_name", "queue", "startdate",
]);

/** It keeps its own output, for keywords take no paths with blanks. */
function render({ nonce, place, directives, held, task }: BatchSubmission): ControlFile[] {
  const asked = directives.filter((words) => !ours.has(readKeyword(words).name)).map((words) => words.replace(/[\r\n]+/g, " "));
  const own = [`job_name = ${nonce}`, "output = /dev/null", "error = /dev/null", "notification = never", "restart = no", "shell = /bin/sh", ...(held ? ["hold = user"] : [])];
  const suffix = task === undefined ? "" : `-${task}`;
  const body = [`exec >${quote(`${place.control}/scheduler.out`)}${suffix} 2>&1`, `/bin/sh ${quote(`${place.control}/run.sh`)}${task === undefined ? "" : ` ${task}`}`];
  return [{ name: scriptName, text: ["#!/bin/sh", ...[...own, ...asked, "queue"].map((words) => `# @ ${words}`), ...body, ""].join("\n") }];
}

const isOutage = /(cannot|unable to|not able to) (connect|contact|reach)|connection (refused|timed out)|error occurred while (receiving|sending) data|LoadL_\w+ .*(not running|down)/i;

function refusal(what: string, said: string): AppError {
  if (isOutage.test(said)) return new AppError("unreachable", "LoadLeveler does not answer on the host (its daemons are down or out of reach). It is asked again.");
  const text = said
    .split("\n")
    .map((line) => line.replace(/^ll\w+: (\d{4}-\d{3} )?/, "").trim())
    .filter((line) => line !== "" && !/^Processed command file|This job has not been submitted/i.test(line))
    .join(" ")
    .slice(0, 400);
  if (/class/i.test(text)) return new AppError("remote", `${what}: its class (the queue) does not exist there, or is not for you or for what it asks (${text}). Choose another queue.`);
  if (/limit|exceed/i.test(text)) return new AppError("remote", `${what}: it asks for more than its class allows (${text}). Ask for less, or for another queue.`);
  if (/account/i.test(text)) return new AppError("remote", `${what}: you may not use this account (${text}). Choose another account.`);
  if (/keyword|syntax/i.test(text)) return new AppError("remote", `${what}: a directive is not understood there (${text}). Correct or remove it.`);
  return new AppError("remote", `${what}: ${text === "" ? "LoadLeveler gave no reason." : text}`);
}

function readSubmit({ exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string }): string {
  const id = /The job "([^"]+)" has been submitted/.exec(`${stdout}\n${stderr}`)?.[1];
  if (exitCode !== 0 || id === undefined) throw refusal("LoadLeveler refused the job", stderr || stdout);
  return id;
}

const mySteps = `llq -l -u "$(id -un)" 2>&1 | ${stepsFilter}`;
const isEmpty = /no job status to report/i;

/** All of the person's jobs, in one question. */
function status(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  return {
    command: mySteps,
    read({ stdout, stderr }) {
      const steps = stepsOf("LoadLeveler did not say how the jobs are", stdout, stderr);
      const asked = new Set(nativeIds);
      return new Map(steps.filter(({ jobId }) => asked.has(jobId)).map(({ jobId, sight }) => [jobId, sight]));
    },
  };
}

function stepsOf(what: string, stdout: string, stderr: string) {
  const steps = readSteps(stdout);
  if (steps.length === 0 && !isEmpty.test(stdout)) throw refusal(what, stderr || stdout || "llq printed nothing.");
  return steps;
}

/** The nonce is the job's name. That there is no such job proves nothing: it may have ended. */
function find(nonce: string): RemoteCall<{ nativeId: string | null; isCertain: boolean }> {
  return {
    command: mySteps,
    read({ stdout, stderr }) {
      const id = stepsOf("LoadLeveler did not say which jobs there are", stdout, stderr).find(({ jobName }) => jobName === nonce)?.jobId ?? null;
      return { nativeId: id, isCertain: id !== null };
    },
  };
}

function change(what: string, program: string, nativeIds: readonly string[]): RemoteCall<void> {
  return {
    command: `xargs -r -n 100 ${program}`,
    stdin: nativeIds.map((id) => `${id}\n`).join(""),
    read({ stdout, stderr }) {
      const isDone = /has been (sent|enqueued)|command has been|no active jobs|not found|cannot find|does not exist|(no|not) .*job.* (match|found)|already|not (in|on) hold|complete/i;
      const bad = `${stdout}\n${stderr}`.split("\n").filter((line) => isOutage.test(line) || (/^ll\w+: \d{4}-\d{3}/.test(line) && !isDone.test(line)));
      if (bad.length > 0) throw refusal(what, bad.join("\n"));
    },
  };
}

function offers(now: Date): RemoteCall<QueueOffers> {
  return {
    command: 'llclass -l || exit\nprintf "== version\\n"; llstatus -v 2>&1 | head -n 1\nprintf "== me\\n"; id -un',
    read({ exitCode, stdout, stderr }) {
      if (exitCode !== 0) throw refusal("LoadLeveler did not say what it offers", stderr || stdout);
      const [classes = "", version = "", me = ""] = stdout.split(/^== (?:version|me)\n/m);
      return {
        scheduler: "loadleveler",
        version: /\d+(\.\d+)+/.exec(version)?.[0] ?? "unknown",
        checkedAt: now.toISOString(),
        queues: classes.split(/^=+ Class .*$/m).slice(1).map((block) => readClass(block, me.trim())),
        accounts: [],
        defaultAccount: null,
        qos: [],
        reservations: [],
        maxArraySize: null,
        hasAccounting: false,
      };
    },
  };
}

/** llclass(1) -l. */
function readClass(block: string, me: string): Queue {
  const value = (name: string) => new RegExp(`^ *${name}: *(.*)$`, "im").exec(block)?.[1]?.trim() ?? "";
  const [included, excluded] = [value("Include_Users"), value("Exclude_Users")].map((text) => text.split(/\s+/).filter(Boolean)) as [string[], string[]];
  const isForbidden = excluded.includes(me) || (included.length > 0 && !included.includes(me));
  const nodes = Number(value("Max_node"));
  return {
    name: value("Name"),
    isDefault: false,
    isOpen: !isForbidden,
    note: isForbidden ? "you may not use it" : null,
    maxWalltimeSeconds: readClockWords(value("Wall_clock_limit").split(/[,(]/)[0] ?? "") || null,
    defaultWalltimeSeconds: null,
    minNodes: null,
    maxNodes: nodes > 0 ? nodes : null,
    nodes: null,
    coresPerNode: null,
    memoryPerNode: null,
    gpusPerNode: null,
    gpuTypes: [],
    features: [],
    accounts: null,
    qos: null,
  };
}
