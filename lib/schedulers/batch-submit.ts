import { AppError } from "../domain/errors";
import { placeArrivals, refuseDamaged, type Arrival } from "./arrival";
import type { BatchScheduler, BatchSubmission } from "./batch-scheduler";
import { quote } from "./quote";
import { remoteRefusal } from "./refusal";
import type { ControlFile, JobPlace, RemoteCall } from "./scheduler";
import { identityFunctions, newSessionFunction } from "./wrapper";

/**
 * `doubt`: the submission began, and nothing tells yet whether the scheduler took it; `isOver`: it has certainly ended, so
 * that a look by the nonce decides. `prevented`: given up by Sqmpy itself, so that the script never starts.
 */
export type BatchSubmitAnswer = { outcome: "submitted"; nativeId: string } | { outcome: "doubt"; isOver: boolean } | { outcome: "prevented" };

export interface BatchStart {
  scheduler: BatchScheduler;
  submission: BatchSubmission;
  /** The attempt's number and, for a job that is a part of another, its name: each submission has a folder of its own. */
  folder: string;
  arrivals: readonly Arrival[];
  files: readonly ControlFile[];
}

/**
 * Hands a job to the batch system once: the folder's lock decides, and what the scheduler answered stays on the host's disk, so
 * that a lost connection loses nothing. Repeating it answers the same.
 */
export function batchSubmit({ scheduler, submission, folder, arrivals, files }: BatchStart): RemoteCall<BatchSubmitAnswer> {
  const { place } = submission;
  const own = `${place.control}/${folder}`;
  const all = [...files, { name: `${folder}/submit.sh`, text: submitScript(place, own, scheduler.submitCommand(submission)) }];
  const command = `
mkdir -p ${quote(own)} && cd ${quote(place.control)} || exit 1
${newSessionFunction}
if [ -f run.lock/prevented ]; then echo prevented; exit 0; fi
tries=0
if [ -d ${quote(`${own}/lock`)} ]; then tries=100
else
${placeArrivals(arrivals)}
${all.map(({ name, text }) => `printf %s ${quote(text)} >${quote(name)} || exit 1`).join("\n")}
  (new_session sh ${quote(`./${folder}/submit.sh`)}) </dev/null >/dev/null 2>${quote(`${own}/trouble`)} &
fi
cd ${quote(own)} || exit 1
while [ ! -f answer ] && [ "$tries" -lt 500 ]; do sleep 0.1 2>/dev/null || { sleep 1; tries=$((tries + 9)); }; tries=$((tries + 1)); done
${identityFunctions}
if [ -f answer ]; then
  echo "answer $(cat answer)"; head -c 4000 out; head -c 4000 err >&2
elif [ ! -d lock ]; then
  echo not-begun; head -c 2000 trouble >&2; exit 1
else
  over=no
  if read -r pid start boot <who; then
    boot_of
    if [ "$REPLY" = "$boot" ]; then start_of "$pid"; [ "$REPLY" = "$start" ] || over=yes; fi
  fi
  echo "doubt $over"
fi
`.trim();
  return { command, read: ({ exitCode, stdout, stderr }) => readAnswer(scheduler, place, arrivals, { exitCode: exitCode ?? 1, stdout, stderr }) };
}

/** It outlives the connection, and no second copy gets past the lock. */
function submitScript(place: JobPlace, own: string, command: string): string {
  return `trap '' HUP
cd ${quote(own)} && mkdir lock 2>/dev/null || exit 0
${identityFunctions}
start_of $$; start=$REPLY
boot_of
printf '%s %s %s\\n' "$$" "$start" "$REPLY" >who
(cd ${quote(place.control)} && ${command}
) >out 2>err </dev/null
code=$?
echo "$code" >answer.tmp && mv answer.tmp answer
`;
}

function readAnswer(
  scheduler: BatchScheduler,
  place: JobPlace,
  arrivals: readonly Arrival[],
  { exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string },
): BatchSubmitAnswer {
  const [first = "", ...rest] = stdout.split("\n");
  if (first === "prevented") return { outcome: "prevented" };
  if (first.startsWith("doubt ")) return { outcome: "doubt", isOver: first === "doubt yes" };

  const code = /^answer (\d+)$/.exec(first)?.[1];
  if (code !== undefined) return readSubmission(scheduler, { exitCode: Number(code), stdout: rest.join("\n"), stderr });
  refuseDamaged(stdout, arrivals);
  if (exitCode !== 0) throw remoteRefusal(`The job could not be handed to the batch system in ${place.directory}`, stderr);
  throw new AppError("unreachable", "The host's answer to the submission cannot be read; it is asked again.");
}

/** A batch system that gave no answer may have taken the job all the same: only a look by the nonce tells. */
function readSubmission(scheduler: BatchScheduler, result: Parameters<BatchScheduler["readSubmit"]>[0]): BatchSubmitAnswer {
  try {
    return { outcome: "submitted", nativeId: scheduler.readSubmit(result) };
  } catch (error) {
    if (error instanceof AppError && error.code === "unreachable") return { outcome: "doubt", isOver: true };
    throw error;
  }
}
