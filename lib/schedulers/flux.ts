import { AppError } from "../domain/errors";
import type { QueueOffers } from "../domain/queue-offers";
import type { QueueSight } from "../domain/queue-sight";
import type { BatchScheduler, BatchSubmission } from "./batch-scheduler";
import { directiveWords } from "./directive-words";
import { directives, readDirective } from "./flux/directives";
import { jobsFormat, readJobs } from "./flux/read-jobs";
import { offersCommand, readOffers } from "./flux/read-offers";
import { quote, quoteAll } from "./quote";
import type { ControlFile, ExecResult, RemoteCall } from "./scheduler";

/**
 * Flux, core 0.46 and later. Jobs are called by the decimal form of their ids, which has no letter that some locale lacks. It runs no arrays;
 * a batch script is the first program of a Flux instance of its own.
 */
export const flux: BatchScheduler = {
  kind: "flux",
  marks: ["# flux:", "#flux:", "# FLUX:"],
  directives,
  readDirective,
  render,
  submitCommand,
  readSubmit,
  status,
  records,
  find,
  cancel,
  hold: (ids) => eachJob("The job could not be held", 'flux job urgency "$id" hold', ids),
  release: (ids) => eachJob("The job could not be released", 'flux job urgency "$id" default', ids),
  offers,
  arrays: null,
  conditions: ["ok", "any", "fail"],
};

const scriptName = "flux.sh";

/** Options that decide how Sqmpy speaks with flux batch; a directive cannot change them. */
const ours = /^--(job-name|output|error|input|urgency|dependency|wrap|dry-run|flags|cc|bcc|begin-time|quiet)(=|$)/;

function render({ place, directives, task }: BatchSubmission): ControlFile[] {
  const lines = directives.map((words) => quoteAll(directiveWords(words).filter((word) => !ours.test(word)))).filter((words) => words !== "");
  const suffix = task === undefined ? "" : `-${task}`;
  const body = [`exec >${quote(`${place.control}/scheduler.out`)}${suffix} 2>&1`, `/bin/sh ${quote(`${place.control}/run.sh`)}${task === undefined ? "" : ` ${task}`}`];
  return [{ name: scriptName, text: ["#!/bin/sh", ...lines.map((words) => `# flux: ${words}`), ...body, ""].join("\n") }];
}

const afterWords = { ok: "afterok", any: "afterany", fail: "afternotok" } as const;

/** The job gets the environment of flux batch. */
function submitCommand({ nonce, dependencies, held }: BatchSubmission): string {
  const words = [
    ...[`--job-name=${nonce}`, "--output=/dev/null", "--error=/dev/null"],
    ...(held ? ["--urgency=hold"] : []),
    ...dependencies.map(({ nativeId, condition }) => `--dependency=${afterWords[condition]}:${nativeId}`),
  ];
  return `id=$(unset TZ LC_ALL; flux batch ${quoteAll([...words, scriptName])}) || exit\nflux job id --to=dec "$id"`;
}

const isOutage = /unable to connect to flux|broker socket|connection refused|function not implemented|no route to host|lost connection|No such file or directory.*local/i;

function refusal(what: string, said: string): AppError {
  if (isOutage.test(said)) return new AppError("unreachable", "Flux does not answer on the host (its broker is down or out of reach). It is asked again.");
  const text = said.split("\n").map((line) => line.replace(/^flux[\w-]*: (ERROR: )?(\[Errno \d+\] )?/, "").trim()).filter(Boolean).join(" ").slice(0, 400);
  if (/queue/i.test(text) && /invalid|unknown|does not exist/i.test(text)) return new AppError("remote", `${what}: the host has no such queue (${text}). Choose another queue.`);
  if (/disabled/i.test(text)) return new AppError("remote", `${what}: its queue takes no jobs now (${text}). Choose another queue.`);
  if (/exceeds|limit|unsatisfiable/i.test(text)) return new AppError("remote", `${what}: it asks for more than its queue allows (${text}). Ask for less, or for another queue.`);
  if (/bank|association/i.test(text)) return new AppError("remote", `${what}: you may not use this account (${text}). Choose another account.`);
  if (/dependency|job not found/i.test(text)) return new AppError("remote", `${what}: the job that it is to wait for is not known any more (${text}).`);
  return new AppError("remote", `${what}: ${text === "" ? "Flux gave no reason." : text}`);
}

const isGone = /unknown( job)?( id)?|job is inactive|is not active|not found|already (inactive|canceled)|No such file or directory$/i;

function expectDone(what: string, said: string): void {
  const bad = said.split("\n").filter((line) => (/^flux|error/i.test(line) || isOutage.test(line)) && (isOutage.test(line) || !isGone.test(line)));
  if (bad.length > 0) throw refusal(what, bad.join("\n"));
}

function readSubmit({ exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string }): string {
  const id = /^\d{3,}$/m.exec(stdout)?.[0];
  if (exitCode !== 0 || id === undefined) throw refusal("Flux refused the job", stderr || stdout);
  return id;
}

/** All of the person's jobs that have not ended, in one question. */
function status(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  return { command: `flux jobs -n -c 0 -o '${jobsFormat}'`, read: (result) => readStatus(result, nativeIds) };
}

function readStatus({ exitCode, stdout, stderr }: ExecResult, nativeIds: readonly string[]): ReadonlyMap<string, QueueSight> {
  if (exitCode !== 0) throw refusal("Flux did not say how the jobs are", stderr);
  return sightsOf(stdout, nativeIds);
}

function sightsOf(text: string, nativeIds: readonly string[]): ReadonlyMap<string, QueueSight> {
  const asked = new Set(nativeIds);
  return new Map(readJobs(text).filter(({ id }) => asked.has(id)).map(({ id, sight }) => [id, sight]));
}

/** Flux keeps ended jobs for as long as its site says. */
function records(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  return {
    command: `xargs -r -n 200 sh -c 'flux jobs -n -c 0 -o "$0" "$@" || :' '${jobsFormat}'`,
    stdin: linesOf(nativeIds),
    read({ stdout, stderr }) {
      expectDone("Flux's records cannot be read", stderr);
      return sightsOf(stdout, nativeIds);
    },
  };
}

function linesOf(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join("") || "\n";
}

/** The nonce is the job's name. */
function find(nonce: string): RemoteCall<{ nativeId: string | null; isCertain: boolean }> {
  return {
    command: `flux jobs -a -n -c 0 -o '{id.dec} {name}'`,
    read({ exitCode, stdout, stderr }) {
      if (exitCode !== 0) throw refusal("Flux did not say which jobs there are", stderr);
      const line = stdout.split("\n").map((each) => each.trim()).find((each) => /^\d+ /.test(each) && each.slice(each.indexOf(" ") + 1) === nonce);
      return { nativeId: line?.split(" ")[0] ?? null, isCertain: true };
    },
  };
}

/** `flux cancel` came with 0.48. */
function cancel(nativeIds: readonly string[]): RemoteCall<void> {
  const command = `xargs -r -n 200 sh -c '
said=$(flux cancel "$@" 2>&1)
case $said in *"not a flux command"*|*"No such command"*) said=$(flux job cancel "$@" 2>&1) ;; esac
printf "%s\\n" "$said"' sh`;
  return { command, stdin: linesOf(nativeIds), read: ({ stdout, stderr }) => expectDone("The job could not be canceled", `${stdout}\n${stderr}`) };
}

function eachJob(what: string, command: string, nativeIds: readonly string[]): RemoteCall<void> {
  return {
    command: `while read -r id; do [ -z "$id" ] || ${command} 2>&1 </dev/null; done; :`,
    stdin: linesOf(nativeIds),
    read: ({ stdout, stderr }) => expectDone(what, `${stdout}\n${stderr}`),
  };
}

function offers(now: Date): RemoteCall<QueueOffers> {
  return {
    command: offersCommand,
    read({ exitCode, stdout, stderr }) {
      if (exitCode !== 0) throw refusal("Flux did not say what it offers", stderr);
      if (!stdout.includes("== version")) throw new AppError("remote", "Flux's answer about its queues cannot be read.");
      return readOffers(stdout, now);
    },
  };
}
