import type { BatchSubmission } from "../batch-scheduler";
import { dropOptions } from "../drop-options";
import { quote, quoteAll } from "../quote";
import type { ControlFile } from "../scheduler";
import { gapsOf, onlyAskedLine, stepOf } from "../task-gaps";
import { jobName, jobNumberOf, shiftOf } from "./native-id";

const scriptName = "sge.sh";

/** Options that decide how Sqmpy speaks with qsub; a directive cannot change them. The number is that of their words. */
const ours: Record<string, 0 | 1> = { "-t": 1, "-sync": 1, "-now": 1, "-terse": 0, "-verify": 0, "-h": 0, "-N": 1, "-o": 1, "-e": 1, "-i": 1, "-j": 1, "-S": 1, "-b": 1, "-r": 1, "-m": 1, "-M": 1, "-C": 1 };

/** What Grid Engine copies and starts. */
export function render(submission: BatchSubmission): ControlFile[] {
  const { place, tasks, directives } = submission;
  const shift = shiftOf(tasks);
  const file = `${place.control}/scheduler.out`;
  const lines = directives.map((words) => dropOptions(words, ours, { attached: false })).filter((words) => words !== "");
  const head = ["#!/bin/sh", ...lines.map((words) => `#$ ${words.replace(/[\r\n]+/g, " ")}`)];
  const body = tasks
    ? [
        `task=$((SGE_TASK_ID - ${shift}))`,
        ...(gapsOf(tasks.indexes).length > 0 ? [onlyAskedLine(tasks.indexes)] : []),
        `exec >${quote(file)}-"$task" 2>&1`,
        `/bin/sh ${quote(`${place.control}/run.sh`)} "$task"`,
      ]
    : [`exec >${quote(file)} 2>&1`, `/bin/sh ${quote(`${place.control}/run.sh`)}`];
  // Grid Engine takes 99 as "put it back into the queue" and 100 as "set it into the error state".
  const foot = ["code=$?", 'case $code in 99 | 100) code=1 ;; esac', 'exit "$code"'];
  return [{ name: scriptName, text: [...head, ...body, ...foot, ""].join("\n") }];
}

/** The command line wins over the script's directives and the site's defaults (qsub(1), sge_request(5)). */
export function submitCommand({ job, nonce, tasks, dependencies, held }: BatchSubmission): string {
  const shift = shiftOf(tasks);
  const words = [
    ...["-terse", "-N", jobName(job.name, nonce, shift), "-S", "/bin/sh", "-b", "n", "-r", "n", "-m", "n", "-j", "y", "-o", "/dev/null"],
    ...(held ? ["-h"] : []),
    ...(dependencies.length > 0 ? ["-hold_jid", dependencies.map(({ nativeId }) => jobNumberOf(nativeId)).join(",")] : []),
    ...(tasks ? ["-t", rangeOf(tasks.indexes, shift), ...(tasks.atOnce === null ? [] : ["-tc", String(tasks.atOnce)])] : []),
    scriptName,
  ];
  const gaps = tasks ? gapsOf(tasks.indexes).map(([first, last]) => `"$id".${first + shift}-${last + shift}`) : [];
  return `
said=$(unset TZ LC_ALL; qsub ${quoteAll(words)}); code=$?
printf '%s\\n' "$said"
if [ "$code" -ne 0 ]; then qconf -spl 2>/dev/null | sed 's/^/has pe: /'; exit "$code"; fi
${gaps.length === 0 ? "" : `id=$(printf '%s\\n' "$said" | sed -n 's/^\\([0-9][0-9]*\\).*/\\1/p;s/^Your job-array \\([0-9][0-9]*\\).*/\\1/p' | tail -n 1)\nqdel ${gaps.join(" ")} >gaps.out 2>&1 || :`}
echo ${shift === 1 ? "shifted" : "as-is"}
`.trim();
}

function rangeOf(indexes: readonly number[], shift: number): string {
  const [first = 0, last = first] = [indexes[0], indexes.at(-1)];
  const step = stepOf(indexes);
  return `${first + shift}-${last + shift}${step > 1 ? `:${step}` : ""}`;
}
