import type { Job } from "../domain/job";
import { readShebang } from "../domain/script";
import type { TaskSpec } from "../domain/task";
import { quote, quoteAll } from "./quote";
import type { ControlFile, JobPlace } from "./scheduler";
import { environmentFile, identityFunctions } from "./wrapper";

export interface BatchWrapperInput {
  job: Pick<Job, "id" | "environment">;
  place: JobPlace;
  /** The host's folder for news of all jobs; see `readNews`. */
  newsFolder: string;
  /** The batch script as previewed or edited; its directives are comments by then. */
  batchScript: string;
  tasks: readonly TaskSpec[];
}

/** What a batch system starts on a node, and what it needs there. */
export function batchFiles(input: BatchWrapperInput): ControlFile[] {
  const files = [
    { name: "run.sh", text: batchWrapper(input) },
    { name: "batch.sh", text: input.batchScript },
    { name: "job.env", text: environmentFile({ id: input.job.id, environment: input.job.environment }) },
  ];
  return input.tasks.length === 0 ? files : [...files, { name: "tasks.env", text: taskEnvironment(input.tasks) }];
}

/** Sets one task's parameters; sourced with `$task` set. */
function taskEnvironment(tasks: readonly TaskSpec[]): string {
  const cases = tasks
    .filter(({ parameters }) => parameters.length > 0)
    .map(({ index, parameters }) => `${index}) export ${parameters.map(({ name, value }) => `${name}=${quote(value)}`).join(" ")} ;;\n`);
  return `export SQMPY_TASK=$task\ncase $task in\n${cases.join("")}*) ;;\nesac\n`;
}

/**
 * Stands between the batch system and the batch script; its first argument is the task's index in an array. Its first
 * act takes `run.lock`: a second start by whomever leaves a line in `again` and touches nothing. It then writes, like the
 * wrapper of plain hosts, `id`, `stdout`, `stderr` and `exit`, and leaves `<job>.<task or ->.started` and `….ended` with the
 * same lines in the folder for news. The script stays in the batch system's session, which ends it; what the batch system
 * sends is passed on and noted as `cause=host`. It ends with the script's own exit code, which accounting and dependencies need.
 */
function batchWrapper({ job, place, newsFolder, batchScript, tasks }: BatchWrapperInput): string {
  const program = quoteAll(readShebang(batchScript) ?? ["/bin/sh"]);
  return `#!/bin/sh
# Sqmpy's wrapper of job ${job.id}.
main=${quote(place.control)}
directory=${quote(place.directory)}
news=${quote(newsFolder)}
task=\${1:-}
control=$main
[ -z "$task" ] || control=$main/tasks/$task
name=${job.id}.\${task:--}

${identityFunctions}
tell() {
  mkdir -p "$news" 2>/dev/null && cat "$1" >"$news/.$name.$2" 2>/dev/null && mv "$news/.$name.$2" "$news/$name.$2" 2>/dev/null
}

[ ! -f "$main/run.lock/prevented" ] || exit 0
mkdir -p "$control" && cd "$control" || exit 1
if ! mkdir run.lock 2>/dev/null; then
  [ ! -f run.lock/prevented ] || exit 0
  now; printf 'at=%s\\n' "$REPLY" >>again
  exit 75
fi

now; began=$REPLY
give_up() { rm -f id.tmp id exit.tmp; rmdir run.lock; exit 1; }
printf '%0600d\\n' 0 >exit.tmp || give_up
start_of $$; start=$REPLY
boot_of; boot=$REPLY
host_of
printf 'pid=%s start=%s boot=%s host=%s at=%s\\n' "$$" "\${start:--}" "\${boot:--}" "\${REPLY:--}" "$began" >id.tmp || give_up
: >stdout && : >stderr || give_up

cause=itself
interrupted=
child=
told() {
  interrupted=1
  cause=host
  [ -z "$child" ] || kill -s "$1" "$child" 2>/dev/null
}
trap 'told TERM' TERM
trap 'told INT' INT
trap 'told TERM' USR1
trap 'told TERM' USR2
trap 'told TERM' XCPU
trap '' HUP

mv id.tmp id || give_up
tell id started

(
  trap - TERM INT USR1 USR2 XCPU HUP
  cd "$directory" || exit 125
  . "$main/job.env"
${tasks.length > 0 ? '  . "$main/tasks.env"\n' : ""}  exec ${program} "$main/batch.sh"
) </dev/null >stdout 2>stderr &
child=$!
[ "$cause" = itself ] || kill -s TERM "$child" 2>/dev/null

while :; do
  interrupted=
  wait "$child"
  code=$?
  [ -n "$interrupted" ] || break
done
now; ended=$REPLY

signal=
if [ "$code" -gt 128 ] && [ "$code" -le 192 ]; then signal=$(kill -l "$code" 2>/dev/null); fi
printf 'code=%s signal=%s start=%s end=%s cause=%s left=0\\n' "$code" "\${signal:--}" "$began" "$ended" "$cause" 1<>exit.tmp
mv exit.tmp exit
tell exit ended
exit "$code"
`;
}
