import type { QueueOffers } from "../domain/queue-offers";
import type { QueueSight } from "../domain/queue-sight";
import type { BatchScheduler } from "./batch-scheduler";
import { directives, literal, readDirective } from "./htcondor/directives";
import { attributes, readJobAds } from "./htcondor/job-ad";
import { clusterOf, clusters, exactly, taskId } from "./htcondor/native-id";
import { offersCommand, readOffers } from "./htcondor/offers";
import { refusal } from "./htcondor/refusal";
import { render, submitCommand } from "./htcondor/render";
import { idOf, queueSight, recordSight } from "./htcondor/sight";
import { noteTooBig, tooBigCommand } from "./htcondor/too-big";
import { quote } from "./quote";
import type { ExecResult, RemoteCall } from "./scheduler";

/** HTCondor, with a file system that its machines share. Jobs that wait for others are DAGMan's business, and so Sqmpy's own here. */
export const htcondor: BatchScheduler = {
  kind: "htcondor",
  marks: ["#CONDOR"],
  directives,
  readDirective,
  render,
  submitCommand,
  readSubmit,
  status,
  records,
  find,
  cancel: (ids) => change("The job could not be canceled", "condor_rm", ids),
  hold: (ids) => change("The job could not be held", "condor_hold", ids),
  release: (ids) => change("The job could not be released", "condor_release", ids),
  offers,
  arrays: { taskId },
  conditions: [],
};

const parting = "-- sqmpy";

/** `condor_submit -terse` prints `14.0 - 14.2`. */
function readSubmit({ exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string }): string {
  const cluster = /^(\d+)\.\d+ - \d+\.\d+\s*$/m.exec(stdout)?.[1];
  if (exitCode !== 0 || cluster === undefined) throw refusal("HTCondor refused the job", `${stderr}\n${stdout}`);
  return cluster;
}

function status(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  const command = `
constraint=${quote(clusters(nativeIds))}
queue=$(condor_q -json -attributes ${attributes} -constraint "$constraint") || exit
printf '%s\\n${parting}\\n' "$queue"
case $queue in *LastRejMatchReason*)
${tooBigCommand}
;; esac
:
`.trim();
  return { command: nativeIds.length === 0 ? ":" : command, read: (result) => readStatus(result, nativeIds) };
}

function readStatus({ exitCode, stdout, stderr }: ExecResult, nativeIds: readonly string[]): ReadonlyMap<string, QueueSight> {
  if (exitCode !== 0) throw refusal("HTCondor did not say how the jobs are", stderr || stdout);
  const [json = "", told = ""] = stdout.split(`${parting}\n`);
  const isAsked = wanted(nativeIds);
  return new Map(readJobAds(json).filter((ad) => isAsked(idOf(ad))).map((ad) => [idOf(ad), noteTooBig(queueSight(ad), ad, told)]));
}

/** A submission's id stands for all of its tasks. */
function wanted(nativeIds: readonly string[]): (id: string) => boolean {
  const asked = new Set(nativeIds);
  return (id) => asked.has(id) || asked.has(String(clusterOf(id)));
}

/** The history is read from its newest end; what ended longer ago is no longer of interest. */
const historySeconds = 90 * 24 * 3600;

function records(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> {
  const command = `condor_history -json -attributes ${attributes} -completedsince $(($(date +%s) - ${historySeconds})) -constraint ${quote(exactly(nativeIds))}`;
  return {
    command: nativeIds.length === 0 ? ":" : command,
    read({ exitCode, stdout, stderr }) {
      if (exitCode !== 0) throw refusal("HTCondor's history cannot be read", stderr || stdout);
      return new Map(readJobAds(stdout).map((ad) => [idOf(ad), recordSight(ad)]));
    },
  };
}

function find(nonce: string, since: Date): RemoteCall<{ nativeId: string | null; isCertain: boolean }> {
  const constraint = quote(`SqmpyNonce == ${literal(nonce)}`);
  const command = `
condor_q -constraint ${constraint} -af ClusterId || exit
if found=$(condor_history -limit 1 -completedsince ${Math.floor(since.getTime() / 1_000) - 3_600} -constraint ${constraint} -af ClusterId); then
  printf '%s\\n${parting}\\n' "$found"
fi
:
`.trim();
  return {
    command,
    read({ exitCode, stdout, stderr }) {
      if (exitCode !== 0) throw refusal("HTCondor did not say which jobs there are", stderr || stdout);
      return { nativeId: /^\d+$/m.exec(stdout)?.[0] ?? null, isCertain: stdout.includes(parting) };
    },
  };
}

/** Ids that it does not know are no error: they have ended. */
function change(what: string, program: string, nativeIds: readonly string[]): RemoteCall<void> {
  return {
    command: nativeIds.length === 0 ? ":" : `${program} -constraint ${quote(exactly(nativeIds))}`,
    read({ exitCode, stdout, stderr }) {
      const said = `${stderr}\n${stdout}`;
      if (exitCode !== 0 && !/Couldn't find\/\w+ all jobs/.test(said)) throw refusal(what, said);
    },
  };
}

function offers(now: Date): RemoteCall<QueueOffers> {
  return {
    command: offersCommand,
    read({ exitCode, stdout, stderr }) {
      if (exitCode !== 0) throw refusal("HTCondor did not say what it offers", stderr || stdout);
      return readOffers(stdout, now);
    },
  };
}
