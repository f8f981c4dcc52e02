import { absentSight, type QueueSight } from "../../domain/queue-sight";
import { jobNumberOf, readTasks } from "./native-id";

/**
 * A job that is deleted while it waits leaves no trace in the accounting. What qdel said is therefore kept on the host, in
 * the home of the person, the newest lines only.
 */
const file = '"$HOME/.sqmpy/sge-removed"';

/** Shell lines that keep `$said`: `<seconds since 1970> deleted job 12`. */
export const keepRemoved = `
mkdir -p "$HOME/.sqmpy" && printf '%s\\n' "$said" | sed -n -e "s/^.* has \\(deleted .*\\)/$(date +%s) \\1/p" -e "s/^.* has \\(registered\\) the \\(.*\\)/$(date +%s) \\1 \\2/p" >>${file}
if [ "$(wc -l <${file})" -gt 20000 ]; then tail -n 10000 ${file} >${file}.new && mv ${file}.new ${file}; fi
`.trim();

/** Shell lines that print what was kept of the job numbers in `$ids`. */
export const readRemovedCommand = `
if [ -f ${file} ]; then { printf '%s\\n' "$ids" --; cat ${file}; } | awk '
  !begun { if ($0 == "--") begun = 1; else want[$1]; next }
  { for (at = 4; at <= NF; at++) { split($at, part, "."); if (part[1] in want) { print; next } } }'; fi
`.trim();

interface Removals {
  /** How a job or task that nothing else tells of ended; null when it was not deleted. */
  sightOf(id: string): QueueSight | null;
}

/**
 * `1795513060 deleted job 12`, `… job-array task 24.9`, `… job-array tasks 6,7 of job 24`. Of an array, "job 24" stands for the tasks
 * that waited; those that ran are "registered" for deletion, and get a record.
 */
export function readRemoved(text: string): Removals {
  const deleted = new Map<string, Date>();
  const registered = new Set<string>();
  for (const line of text.split("\n")) {
    const match = /^(\d+) (deleted|registered) (?:job (\d+)|job-array task (\d+\.\d+)|job-array tasks (\S+) of job (\d+))(?: for deletion)?\s*$/.exec(line);
    if (!match) continue;
    const [, at, how, job, task, tasks, array] = match;
    const ids = tasks === undefined ? [job ?? task ?? ""] : readTasks(tasks).map((each) => `${array}.${each}`);
    for (const id of ids) {
      if (how === "registered") registered.add(id);
      else deleted.set(id, new Date(Number(at) * 1_000));
    }
  }
  return {
    sightOf(id) {
      const endedAt = registered.has(id) ? undefined : (deleted.get(id) ?? deleted.get(jobNumberOf(id)));
      if (!endedAt) return null;
      return { ...absentSight, state: "ended", end: { reason: "removed", exitCode: null, signal: null, startedAt: null, endedAt, native: "deleted while it waited" } };
    },
  };
}
