import { AppError } from "../domain/errors";
import type { Evidence } from "../domain/evidence";
import { placeArrivals, refuseDamaged, type Arrival } from "./arrival";
import { quote } from "./quote";
import { nativeIdOf, readWrapperId } from "./read-records";
import { remoteRefusal } from "./refusal";
import type { ControlFile, ExecResult, JobPlace, RemoteCall, Scheduler, SubmitAnswer } from "./scheduler";
import { environmentFile, identityFunctions, killGroupLater, newSessionFunction, wrapper } from "./wrapper";

/** A plain host: no batch system, only sh. */
export const shell: Scheduler = {
  kind: "shell",
  render: (input, place) => [
    { name: "run.sh", text: wrapper(input, place) },
    { name: "job.env", text: environmentFile(input) },
    ...(input.body === undefined ? [] : [{ name: "batch.sh", text: input.body }]),
  ],
  submit,
  status,
  prevent,
  cancel,
};

/** The mark tells Sqmpy's own lock from a wrapper's. */
const lockFunctions = `
take_lock() { mkdir run.lock 2>/dev/null && : >run.lock/prevented; }
is_prevented() { [ -f run.lock/prevented ]; }
`.trim();

function submit(
  place: JobPlace,
  program: string,
  arrivals: readonly Arrival[],
  controlFiles: readonly ControlFile[],
): RemoteCall<SubmitAnswer> {
  const command = `
cd ${quote(place.control)} || exit 1
${newSessionFunction}
tries=0
starting=
if [ -d run.lock ]; then tries=50
else
${placeArrivals(arrivals)}
${controlFiles.map(({ name, text }) => `printf %s ${quote(text)} >${quote(name)} || exit 1`).join("\n")}
  if ! (. ./job.env; cd ${quote(place.directory)}; command -v ${quote(program)}) >/dev/null; then echo "no-program"; exit 0; fi
  (new_session sh ./run.sh) </dev/null >/dev/null 2>wrapper.err &
  starting=$!
fi
is_starting() { [ -n "$starting" ] && kill -s 0 "$starting" 2>/dev/null; }
while [ ! -f id ] && { [ "$tries" -lt 60 ] || { [ "$tries" -lt 600 ] && is_starting; }; }; do
  if [ "$tries" -lt 20 ]; then sleep 0.01 2>/dev/null || sleep 1; else sleep 0.1 2>/dev/null || sleep 1; fi
  tries=$((tries + 1))
done
if [ -f id ]; then cat id
elif [ -f run.lock/prevented ]; then echo prevented
elif [ -d run.lock ]; then echo locked
elif is_starting; then echo starting
else echo not-started; head -c 2000 wrapper.err; df -Pk . ; fi
`.trim();
  return { command, read: (result) => readSubmit(result, place, program, arrivals) };
}

function readSubmit(result: ExecResult, place: JobPlace, program: string, arrivals: readonly Arrival[]): SubmitAnswer {
  const text = result.stdout.trimEnd();
  const id = readWrapperId(`${text}\n`);
  if (id) return { outcome: "started", nativeId: nativeIdOf(id), at: id.at };
  if (text === "locked" || text === "prevented") return { outcome: text };
  if (text === "no-program") {
    throw new AppError("remote", `The host has no program “${program}”. Change the script's first line or the interpreter, or give the program's full path.`);
  }
  if (text === "starting") {
    throw new AppError("unreachable", "The host is very busy: it takes more than a minute to start a process. Sqmpy asks again; the job starts once at most.");
  }
  refuseDamaged(text, arrivals);

  const free = /\s(\d+)\s+\d+%\s/.exec(text)?.[1];
  if (free !== undefined && Number(free) < 16) {
    throw new AppError("disk_full", "The host's disk is full, so the job could not start. Free some space there and submit again.");
  }
  throw remoteRefusal(`The job could not be started in ${place.directory}`, `${text.replace(/^not-started/, "")} ${result.stderr}`);
}

function status(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, Evidence["process"]>> {
  const command = `
${identityFunctions}
boot_of; here_boot=$REPLY
host_of; here=$REPLY
while read -r key pid start boot host; do
  if [ "$boot" != "$here_boot" ]; then
    if [ "$host" = "$here" ]; then echo "$key rebooted"; else echo "$key elsewhere"; fi
  else
    start_of "$pid"
    if [ "$REPLY" = "$start" ]; then echo "$key alive"; else echo "$key gone"; fi
  fi
done
`.trim();
  const stdin = nativeIds.map((nativeId, index) => `${index} ${nativeId}\n`).join("");
  return { command, stdin, read: (result) => readStatus(result, nativeIds) };
}

function readStatus(result: ExecResult, nativeIds: readonly string[]): ReadonlyMap<string, Evidence["process"]> {
  if (result.exitCode !== 0) throw new AppError("remote", `The host could not look at its processes: ${result.stderr.slice(0, 300)}`);
  const seen = new Map<string, Evidence["process"]>();
  for (const line of result.stdout.split("\n")) {
    const [key, word] = line.split(" ");
    const nativeId = nativeIds[Number(key)];
    if (nativeId !== undefined && (word === "alive" || word === "gone" || word === "rebooted" || word === "elsewhere")) {
      seen.set(nativeId, word);
    }
  }
  return seen;
}

function prevent(place: JobPlace): RemoteCall<"prevented" | "started" | "unknown"> {
  const command = `
${lockFunctions}
mkdir -p ${quote(place.control)} 2>/dev/null
if ! cd ${quote(place.control)} 2>/dev/null; then
  if [ -e ${quote(place.control)} ]; then echo unknown; else echo prevented; fi
elif is_prevented || take_lock; then echo prevented
elif [ -f id ]; then echo started
else echo unknown; fi
`.trim();
  return {
    command,
    read: ({ stdout }) => {
      const word = stdout.trim();
      return word === "prevented" || word === "started" ? word : "unknown";
    },
  };
}

function cancel(place: JobPlace, graceSeconds: number): RemoteCall<"asked" | "prevented" | "ended"> {
  const command = `
${identityFunctions}
${newSessionFunction}
${lockFunctions}
field() { sed -n "1s/.*$1=\\([^ ]*\\).*/\\1/p" "$2" 2>/dev/null; }
is_same() { [ -n "$1" ] && start_of "$1" && [ "$REPLY" = "$2" ]; }
mkdir -p ${quote(place.control)} && cd ${quote(place.control)} || exit 1
if is_prevented || take_lock; then echo prevented; exit 0; fi
if [ -f exit ]; then echo ended; exit 0; fi
tries=0
while [ ! -f id ] && [ "$tries" -lt 3 ]; do sleep 1; tries=$((tries + 1)); done
boot_of
if [ "$(field boot id)" != "$REPLY" ]; then echo ended; exit 0; fi
pid=$(field pid id)
if is_same "$pid" "$(field start id)"; then kill -s USR1 "$pid" && echo asked
else
  child=$(field pid child)
  if is_same "$child" "$(field start child)"; then
    kill -s TERM -- "-$child"
    (new_session sh -c ${killGroupLater} sqmpy-kill ${graceSeconds} "$child" "$(field start child)") </dev/null >/dev/null 2>&1 &
  fi
  echo ended
fi
`.trim();
  return {
    command,
    read: ({ stdout, stderr }) => {
      const word = stdout.trim();
      if (word === "asked" || word === "prevented" || word === "ended") return word;
      throw new AppError("remote", `The host could not cancel the job: ${stderr.trim().slice(0, 300) || "it gave no reason"}`);
    },
  };
}
