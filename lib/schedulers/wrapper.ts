import { readShebang } from "../domain/script";
import { quote, quoteAll } from "./quote";
import type { JobPlace, WrapperInput } from "./scheduler";

/** Seconds between TERM and KILL when a job is ended. */
export const graceSeconds = 10;

/**
 * Shell functions that tell one process from a later one with the same pid: start time and boot. They answer in REPLY, for
 * a subshell each would cost more than all that they do.
 * Linux: field 22 of /proc/<pid>/stat (proc(5)) and the kernel's boot id; elsewhere ps and sysctl.
 */
export const identityFunctions = `
start_of() {
  REPLY=
  if read -r stat 2>/dev/null <"/proc/$1/stat"; then
    set -- \${stat##*) }
    REPLY=\${20}
  elif [ ! -d /proc/self ]; then
    REPLY=$(ps -o lstart= -p "$1" 2>/dev/null | tr -s ' ' _)
  fi
}
boot_of() {
  read -r REPLY 2>/dev/null </proc/sys/kernel/random/boot_id || REPLY=$(sysctl -n kern.boottime 2>/dev/null | tr -cd 0-9)
}
host_of() {
  read -r REPLY 2>/dev/null </proc/sys/kernel/hostname || REPLY=$(uname -n)
}
now() {
  REPLY=$(date +%s.%N)
  case $REPLY in *[!0-9.]*) REPLY=$(date +%s) ;; esac
}
`.trim();

/** \`new_session <command…>\` replaces the shell by the command as leader of a session of its own. */
export const newSessionFunction = `
new_session() {
  if command -v setsid >/dev/null 2>&1; then exec setsid "$@"
  elif command -v perl >/dev/null 2>&1; then exec perl -e 'use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127' "$@"
  elif command -v python3 >/dev/null 2>&1; then exec python3 -c 'import os,sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])' "$@"
  else echo "Sqmpy needs setsid, perl or python3 on this host." >&2; exit 126
  fi
}
`.trim();

/**
 * \`new_session sh -c <this> sqmpy-kill <seconds> <pid> <start>\` ends a process group later, unless its leader's pid has gone
 * to another process by then; the start may be empty where it is not known.
 */
export const killGroupLater = quote(`${identityFunctions}
sleep "$1"
start_of "$2"
[ -n "$3" ] && [ -n "$REPLY" ] && [ "$REPLY" != "$3" ] || kill -s KILL -- "-$2"`);

/** The same for the end of the walltime, of which the wrapper is told. */
const tellWrapperLater = quote(`${identityFunctions}
sleep "$1"
start_of "$2"
[ "$REPLY" != "$3" ] || kill -s USR2 "$2"`);

/** The line that runs the script in the working directory; what the preview shows and the wrapper does. */
export function commandLine(input: Pick<WrapperInput, "interpreter" | "scriptName" | "arguments">): string {
  return quoteAll([...input.interpreter, `./${input.scriptName}`, ...input.arguments]);
}

/** \`export\` lines: Sqmpy's own, then the person's, which win. Python is told to print at once, so that output is seen live. */
export function environmentFile(input: Pick<WrapperInput, "id" | "environment">): string {
  const own = [
    { name: "PYTHONUNBUFFERED", value: "1" },
    { name: "SQMPY_JOB_ID", value: input.id },
  ];
  return [...own, ...input.environment].map(({ name, value }) => `export ${name}=${quote(value)}\n`).join("");
}

/**
 * The script that stands between the host and the person's script. Its first act takes \`run.lock\`: a second copy,
 * however it came to be, leaves without touching anything. It then writes
 *   id    pid=… start=… boot=… host=… at=…          (renamed into place)
 *   child pid=… start=…                              the script, leader of its own session
 *   exit  code=… signal=… start=… end=… cause=… left=…   (space reserved at the start, so that a full disk cannot lose it)
 * USR1 cancels, USR2 means the walltime is over; both end the script's whole process group, TERM first, then KILL.
 */
export function wrapper(input: WrapperInput, place: JobPlace): string {
  return `#!/bin/sh
# Sqmpy's wrapper of job ${input.id}.
control=${quote(place.control)}
directory=${quote(place.directory)}
walltime=${input.walltimeSeconds ?? 0}
grace=${input.graceSeconds ?? graceSeconds}

${identityFunctions}
${newSessionFunction}

cd "$control" || exit 1
mkdir run.lock 2>/dev/null || exit 0

now; began=$REPLY
give_up() { rm -f id.tmp id exit.tmp; rmdir run.lock; exit 1; }
printf '%0600d\\n' 0 >exit.tmp || give_up
start_of $$; start=$REPLY
boot_of; boot=$REPLY
host_of
printf 'pid=%s start=%s boot=%s host=%s at=%s\\n' "$$" "$start" "$boot" "$REPLY" "$began" >id.tmp || give_up
: >stdout && : >stderr || give_up

cause=itself
interrupted=
end_group() {
  interrupted=1
  [ "$cause" = itself ] || return 0
  cause=$1
  # Until it leads a session of its own it is a copy of this shell, which would swallow the signal.
  asked=0
  until kill -s TERM -- "-$child" 2>/dev/null || ! kill -s 0 "$child" 2>/dev/null || [ "$asked" -ge 50 ]; do
    sleep 0.02 2>/dev/null || sleep 1
    asked=$((asked + 1))
  done
  [ "$asked" -lt 50 ] || kill -s TERM "$child" 2>/dev/null
  (new_session sh -c ${killGroupLater} sqmpy-kill "$grace" "$child" "$child_start") </dev/null >/dev/null 2>&1 &
  killer=$!
  interrupted_reply=$REPLY
  start_of "$killer"; killer_start=$REPLY
  REPLY=$interrupted_reply
}
# Also before it has become the leader of its session.
stop_waiting() {
  start_of "$1"
  [ "$REPLY" != "$2" ] || kill -s KILL -- "-$1" 2>/dev/null || kill -s KILL "$1" 2>/dev/null
}
killer=
timer=
child=
child_start=
wanted=
trap 'wanted=cancel; [ -z "$child" ] || end_group cancel' USR1
trap 'wanted=walltime; [ -z "$child" ] || end_group walltime' USR2
trap 'interrupted=1; [ -z "$child" ] || kill -s TERM -- "-$child" 2>/dev/null' TERM INT
trap '' HUP

mv id.tmp id || give_up

(
  trap - USR1 USR2 TERM INT HUP
  cd "$directory" || exit 125
  . "$control/job.env"
  new_session ${input.body === undefined ? commandLine(input) : `${quoteAll(readShebang(input.body) ?? ["/bin/sh"])} "$control/batch.sh"`}
) </dev/null >stdout 2>stderr &
child=$!
start_of "$child"; child_start=$REPLY
printf 'pid=%s start=%s\\n' "$child" "$child_start" >child 2>/dev/null
[ -z "$wanted" ] || end_group "$wanted"

if [ "$walltime" -gt 0 ]; then
  (new_session sh -c ${tellWrapperLater} sqmpy-walltime "$walltime" "$$" "$start") </dev/null >/dev/null 2>&1 &
  timer=$!
  start_of "$timer"; timer_start=$REPLY
fi

while :; do
  interrupted=
  wait "$child"
  code=$?
  [ -n "$interrupted" ] || break
done
now; ended=$REPLY

left=0
if kill -s 0 -- "-$child" 2>/dev/null; then
  if [ "$cause" = itself ]; then
    left=$(ps -A -o pgid= 2>/dev/null | awk -v group="$child" '$1 == group { n++ } END { print n + 0 }')
  else
    waited=0
    while kill -s 0 -- "-$child" 2>/dev/null && [ "$waited" -lt "\${grace}0" ]; do
      sleep 0.1 2>/dev/null || { sleep 1; waited=$((waited + 9)); }
      waited=$((waited + 1))
    done
    kill -s KILL -- "-$child" 2>/dev/null
    now; ended=$REPLY
  fi
fi
[ -z "$timer" ] || stop_waiting "$timer" "$timer_start"
[ -z "$killer" ] || stop_waiting "$killer" "$killer_start"

signal=
if [ "$code" -gt 128 ] && [ "$code" -le 192 ]; then signal=$(kill -l "$code" 2>/dev/null); fi
printf 'code=%s signal=%s start=%s end=%s cause=%s left=%s\\n' "$code" "\${signal:--}" "$began" "$ended" "$cause" "\${left:-0}" 1<>exit.tmp
mv exit.tmp exit
`;
}
