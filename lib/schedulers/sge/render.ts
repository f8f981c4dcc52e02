import { taskRangeWords } from "../../domain/task-range";
import type { BatchSubmission } from "../batch-scheduler";
import { directiveWords } from "../directive-words";
import { quote, quoteAll } from "../quote";
import type { ControlFile } from "../scheduler";
import { jobName, jobNumberOf, shiftOf } from "./native-id";

const scriptName = "sge.sh";

/** Options that decide how Sqmpy speaks with qsub; a directive cannot change them. The number is that of their words. */
const ours: Record<string, number> = { "-t": 1, "-sync": 1, "-now": 1, "-terse": 0, "-verify": 0, "-h": 0, "-N": 1, "-o": 1, "-e": 1, "-i": 1, "-j": 1, "-S": 1, "-b": 1, "-r": 1, "-m": 1, "-M": 1, "-C": 1 };

/** What Grid Engine copies and starts. */
export function render(submission: BatchSubmission): ControlFile[] {
  const { place, tasks, directives } = submission;
  const shift = shiftOf(tasks);
  const file = `${place.control}/scheduler.out`;
  const lines = directives.map(withoutOurs).filter((words) => words !== "");
  const head = ["#!/bin/sh", ...lines.map((words) => `#$ ${words.replace(/[\r\n]+/g, " ")}`)];
  const body = tasks
    ? [
        `task=$((SGE_TASK_ID - ${shift}))`,
        ...onlyAsked(tasks.indexes),
        `exec >${quote(file)}-"$task" 2>&1`,
        `/bin/sh ${quote(`${place.control}/run.sh`)} "$task"`,
      ]
    : [`exec >${quote(file)} 2>&1`, `/bin/sh ${quote(`${place.control}/run.sh`)}`];
  // Grid Engine takes 99 as "put it back into the queue" and 100 as "set it into the error state".
  const foot = ["code=$?", 'case $code in 99 | 100) code=1 ;; esac', 'exit "$code"'];
  return [{ name: scriptName, text: [...head, ...body, ...foot, ""].join("\n") }];
}

/** Tasks in the gaps of an uneven range end at once, should one start before it is deleted. */
function onlyAsked(indexes: readonly number[]): string[] {
  if (gapsOf(indexes).length === 0) return [];
  const tests = taskRangeWords(indexes).split(",").map((part) => {
    const [first = "", last = first] = part.split("-");
    return `{ [ "$task" -ge ${first} ] && [ "$task" -le ${last} ]; }`;
  });
  return [`${tests.join(" ||\n")} || exit 0`];
}

function withoutOurs(words: string): string {
  const list = directiveWords(words);
  if (!list.some((word) => word in ours)) return words;
  const kept: string[] = [];
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? "";
    if (word in ours) at += ours[word] ?? 0;
    else kept.push(word);
  }
  return quoteAll(kept);
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

/** The one step between all indexes; 1 where they are uneven. */
function stepOf(indexes: readonly number[]): number {
  const step = (indexes[1] ?? 1) - (indexes[0] ?? 0);
  return indexes.length > 1 && indexes.every((index, at) => index === (indexes[0] ?? 0) + at * step) ? step : 1;
}

/** First and last of the indexes that lie between those asked. */
function gapsOf(indexes: readonly number[]): [number, number][] {
  if (stepOf(indexes) > 1) return [];
  return indexes.slice(1).flatMap((index, at): [number, number][] => {
    const before = indexes[at] ?? index;
    return index - before > 1 ? [[before + 1, index - 1]] : [];
  });
}
