import { AppError } from "../domain/errors";
import type { Queue, QueueOffers } from "../domain/queue-offers";
import { absentSight, type QueueSight } from "../domain/queue-sight";
import type { BatchScheduler, BatchSubmission } from "./batch-scheduler";
import { readClockWords } from "./clock-words";
import { directives, readDirective } from "./cobalt/directives";
import { readVertical } from "./cobalt/read-vertical";
import { dropOptions } from "./drop-options";
import { quote, quoteAll } from "./quote";
import type { ControlFile, RemoteCall } from "./scheduler";

/**
 * Cobalt 1, Argonne's. It has no arrays, waits for the good end of other jobs and nothing else, and forgets a job as soon as it has ended: the
 * exit file alone tells how.
 */
export const cobalt: BatchScheduler = {
  kind: "cobalt",
  marks: ["#COBALT"],
  directives,
  readDirective,
  render,
  submitCommand,
  readSubmit,
  status,
  records: () => null,
  find,
  cancel: (ids) => change("The job could not be canceled", "qdel", ids),
  hold: (ids) => change("The job could not be held", "qhold", ids),
  release: (ids) => change("The job could not be released", "qrls", ids),
  offers,
  arrays: null,
  conditions: ["ok"],
};

const scriptName = "cobalt.sh";

/** Options that decide how Sqmpy speaks with qsub; a directive cannot change them. */
const ours: Record<string, 0 | 1> = {
  "--jobname": 1, "-o": 1, "--output": 1, "-e": 1, "--error": 1, "-O": 1, "--outputprefix": 1, "--debuglog": 1, "-i": 1, "--inputfile": 1,
  "-M": 1, "--notify": 1, "--cwd": 1, "--dependencies": 1, "--mode": 1, "-I": 0, "--interactive": 0, "-h": 0, "--held": 0,
};

/** The directives must follow the first line without a gap. */
function render({ place, directives, task }: BatchSubmission): ControlFile[] {
  const lines = directives.map((words) => dropOptions(words, ours)).filter((words) => words !== "");
  const suffix = task === undefined ? "" : `-${task}`;
  const body = [`exec >${quote(`${place.control}/scheduler.out`)}${suffix} 2>&1`, `/bin/sh ${quote(`${place.control}/run.sh`)}${task === undefined ? "" : ` ${task}`}`];
  return [{ name: scriptName, text: ["#!/bin/sh", ...lines.map((words) => `#COBALT ${words}`), ...body, ""].join("\n") }];
}

function submitCommand({ nonce, dependencies, held }: BatchSubmission): string {
  const words = [
    ...["--jobname", nonce, "-o", "cobalt.output", "-e", "cobalt.error", "--debuglog", "cobalt.log"],
    ...(held ? ["--held"] : []),
    ...(dependencies.length > 0 ? ["--dependencies", dependencies.map(({ nativeId }) => nativeId).join(":")] : []),
  ];
  return `chmod u+x ${scriptName} && (unset TZ LC_ALL; qsub ${quoteAll(words)} ${scriptName})`;
}

const isOutage = /failed to connect|connection refused|unable to (connect|contact|lookup)|timed out|No route to host/i;

function refusal(what: string, said: string): AppError {
  if (isOutage.test(said)) return new AppError("unreachable", "Cobalt does not answer on the host (its queue manager is down or out of reach). It is asked again.");
  const text = said.split("\n").map((line) => line.trim()).filter((line) => line !== "" && !/^usage/i.test(line)).join(" ").slice(0, 400);
  if (/maybe a queue isn't there|queue .*(does not exist|not found|isn't)/i.test(text)) return new AppError("remote", `${what}: the host has no such queue (${text}). Choose another queue.`);
  if (/walltime|node ?count|nodes/i.test(text)) return new AppError("remote", `${what}: it asks for more, or for less, than its queue gives (${text}).`);
  if (/project|allocation|not (allowed|authorized)|permission/i.test(text)) return new AppError("remote", `${what}: you may not use this queue or project (${text}).`);
  return new AppError("remote", `${what}: ${text === "" ? "Cobalt gave no reason." : text}`);
}

function readSubmit({ exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string }): string {
  const id = /^(\d+)(?:\s|$)/m.exec(stdout)?.[1];
  if (exitCode !== 0 || id === undefined) throw refusal("Cobalt refused the job", stderr || stdout);
  return id;
}

/** All of the person's jobs, in one question: Cobalt knows none but those that live. */
function status(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  return {
    command: 'qstat -l --header JobID:JobName:State:StartTime:Location:Est_Start_Time -u "$(id -un)"',
    read({ exitCode, stdout, stderr }) {
      const asked = new Set(nativeIds);
      const jobs = readVertical(stdout);
      if (isOutage.test(`${stderr}\n${stdout}`) || (exitCode !== 0 && jobs.length === 0 && stderr.trim() !== "")) throw refusal("Cobalt did not say how the jobs are", stderr || stdout);
      return new Map(jobs.filter((job) => asked.has(job.get("jobid") ?? "")).map((job) => [job.get("jobid") ?? "", readSight(job)]));
    },
  };
}

function readSight(job: ReadonlyMap<string, string>): QueueSight {
  const told = job.get("state") ?? "";
  const [state, reason] = states[told] ?? ["unknown", null];
  const runs = state === "active" || state === "ending" || state === "suspended";
  return {
    ...absentSight,
    state,
    nativeReason: told === "running" ? null : told || null,
    reason,
    startedAt: runs ? readTime(job.get("starttime")) : null,
    expectedStartAt: state === "queued" ? readTime(job.get("est_start_time")) : null,
    nodes: runs ? plain(job.get("location")) : null,
  };
}

/** The states of its cqm.py. */
const states: Record<string, [QueueSight["state"], string | null]> = {
  queued: ["queued", null],
  maxrun_hold: ["queued", "You have as many active jobs in its queue as may be. It waits until some have ended."],
  dep_hold: ["queued", "Waits for the end of other jobs."],
  dep_fail: ["queued", "It can never start: a job that it waits for has ended otherwise than it should. Cancel it."],
  user_hold: ["held", "Held: it waits until it is released."],
  admin_hold: ["held", "Held by an administrator: they release it."],
  hold: ["held", "Held: it waits until it is released."],
  starting: ["queued", "Its nodes are being prepared."],
  running: ["active", null],
  preempting: ["ending", "It makes room for a job of higher priority."],
  preempted: ["suspended", "It was stopped to make room for a job of higher priority."],
  killing: ["ending", null],
  exiting: ["ending", null],
  done: ["ending", null],
};

function plain(text: string | undefined): string | null {
  return text === undefined || /^(|-|None|N\/A)$/.test(text) ? null : text;
}

/** `Tue Nov 29 02:11:45 2016 +0000 (UTC)`; `2021-03-29 20:57:48` in UTC, as the commands run. */
function readTime(text: string | undefined): Date | null {
  const told = plain(text)?.replace(/\s*\(.*\)\s*$/, "");
  if (told === undefined) return null;
  const date = new Date(/[+-]\d{4}$/.test(told) ? told : `${told} UTC`);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** The nonce is the job's name. That there is no such job proves nothing: it may have ended. */
function find(nonce: string): RemoteCall<{ nativeId: string | null; isCertain: boolean }> {
  return {
    command: 'qstat -l --header JobID:JobName -u "$(id -un)"',
    read({ stdout, stderr }) {
      if (isOutage.test(`${stderr}\n${stdout}`)) throw refusal("Cobalt did not say which jobs there are", stderr || stdout);
      const id = readVertical(stdout).find((job) => job.get("jobname") === nonce)?.get("jobid") ?? null;
      return { nativeId: id, isCertain: id !== null };
    },
  };
}

function change(what: string, program: string, nativeIds: readonly string[]): RemoteCall<void> {
  return {
    command: `xargs -r -n 100 ${program}`,
    stdin: nativeIds.map((id) => `${id}\n`).join(""),
    read({ stdout, stderr }) {
      const said = `${stdout}\n${stderr}`;
      const bad = said.split("\n").filter((line) => isOutage.test(line) || (/failed|exception|error|not permitted/i.test(line) && !/not found|completed|already|not have|no hold/i.test(line)));
      if (bad.length > 0) throw refusal(what, bad.join("\n"));
    },
  };
}

function offers(now: Date): RemoteCall<QueueOffers> {
  return {
    command: 'qstat -Q -l || exit\nprintf "== version\\n"; qstat --version 2>&1\nprintf "== me\\n"; id -un',
    read({ exitCode, stdout, stderr }) {
      if (exitCode !== 0) throw refusal("Cobalt did not say what it offers", stderr || stdout);
      const [queues = "", version = "", me = ""] = stdout.split(/^== .*\n/m);
      return {
        scheduler: "cobalt",
        version: /Cobalt[^\d]*(\d+(?:\.\d+)*)/i.exec(version)?.[1] ?? /\d+(\.\d+)+/.exec(version)?.[0] ?? "unknown",
        checkedAt: now.toISOString(),
        queues: readVertical(queues).map((queue) => readQueue(queue, me.trim())),
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

function readQueue(queue: ReadonlyMap<string, string>, me: string): Queue {
  const number = (name: string) => (/^\d+$/.test(queue.get(name) ?? "") ? Number(queue.get(name)) || null : null);
  const note = whyClosed(queue, me);
  return {
    name: queue.get("name") ?? "",
    isDefault: queue.get("name") === "default",
    isOpen: note === null,
    note,
    maxWalltimeSeconds: readClockWords(queue.get("maxtime") ?? "") || null,
    defaultWalltimeSeconds: null,
    minNodes: null,
    maxNodes: number("maxusernodes") ?? number("totalnodes"),
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

function whyClosed(queue: ReadonlyMap<string, string>, me: string): string | null {
  const users = plain(queue.get("users"));
  if (users !== null && users !== "*" && !users.split(":").includes(me)) return "you may not use it";
  switch (queue.get("state")) {
    case "draining":
    case "dead":
      return "it takes no jobs now";
    case "stopped":
      return "it starts no jobs now";
    default:
      return null;
  }
}
