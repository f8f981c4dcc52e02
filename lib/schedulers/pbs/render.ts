import { taskRangeWords } from "../../domain/task-range";
import type { BatchSubmission } from "../batch-scheduler";
import { directiveWords } from "../directive-words";
import { dropOptions } from "../drop-options";
import { quote, quoteAll } from "../quote";
import type { ControlFile } from "../scheduler";
import { gapsOf, onlyAskedLine, stepOf } from "../task-gaps";

/** What tells PBS's and Torque's qsub apart. */
export interface Dialect {
  system: "PBS" | "Torque";
  scriptName: string;
  /** The variable with the task's index. */
  indexVariable: string;
  /** `-J` and `-t`. */
  arrayOption: "-J" | "-t";
}

/** Options that decide how Sqmpy speaks with qsub; a directive cannot change them. */
const ours: Record<string, 0 | 1> = { "-N": 1, "-o": 1, "-e": 1, "-j": 1, "-k": 1, "-R": 1, "-S": 1, "-r": 1, "-m": 1, "-M": 1, "-J": 1, "-t": 1, "-C": 1, "-h": 0, "-I": 0, "-X": 0, "-z": 0, "-x": 0, "-d": 1, "-w": 1 };

/** The script that the server copies. It keeps its own output, for paths with blanks are more than some versions bear. */
export function render(dialect: Dialect, { place, tasks, directives, task }: BatchSubmission): ControlFile[] {
  const file = `${place.control}/scheduler.out`;
  const run = quote(`${place.control}/run.sh`);
  const lines = directives.map((words) => withoutWaiting(dropOptions(words, ours))).filter((words) => words !== "");
  const own = task === undefined ? [`exec >${quote(file)} 2>&1`, `/bin/sh ${run}`] : [`exec >${quote(`${file}-${task}`)} 2>&1`, `/bin/sh ${run} ${task}`];
  const body = tasks
    ? [`task=$${dialect.indexVariable}`, ...(dialect.arrayOption === "-J" && unaskedOf(tasks.indexes).length > 0 ? [onlyAskedLine(tasks.indexes)] : []), `exec >${quote(file)}-"$task" 2>&1`, `/bin/sh ${run} "$task"`]
    : own;
  return [{ name: dialect.scriptName, text: ["#!/bin/sh", ...lines.map((words) => `#PBS ${words}`), ...body, ""].join("\n") }];
}

/** `-W block=true` would wait for the job's end, and dependencies are Sqmpy's. */
function withoutWaiting(words: string): string {
  if (!/(^|\s)-W/.test(words)) return words;
  const list = directiveWords(words);
  const kept: string[] = [];
  for (let at = 0; at < list.length; at += 1) {
    const match = /^-W(.*)$/.exec(list[at] ?? "");
    if (!match) kept.push(list[at] ?? "");
    else {
      const value = match[1] !== "" ? (match[1] ?? "") : (list[++at] ?? "");
      if (!/^\s*(block|depend)\s*=/.test(value)) kept.push("-W", value);
    }
  }
  return quoteAll(kept);
}

/** The command line wins over directives and the site's defaults. Arrays of PBS must not be marked as not to be run again: it refuses them. */
export function submitCommand(dialect: Dialect, { nonce, tasks, dependencies, held }: BatchSubmission): string {
  const isPbsArray = tasks !== null && dialect.arrayOption === "-J";
  const words = [
    ...["-N", nonce, "-S", "/bin/sh", "-m", "n", "-j", "oe", "-o", "/dev/null", "-e", "/dev/null"],
    ...(isPbsArray ? [] : ["-r", "n"]),
    ...(held ? ["-h"] : []),
    ...(dependencies.length > 0 ? ["-W", `depend=${dependencyWords(dialect, dependencies)}`] : []),
  ];
  const submit = (range: string | null) => `(unset TZ LC_ALL; qsub ${quoteAll([...words, ...(range === null ? [] : [dialect.arrayOption, range]), dialect.scriptName])})`;
  if (tasks === null) return submit(null);
  const range = isPbsArray ? pbsRange(tasks.indexes) : taskRangeWords(tasks.indexes);
  if (!isPbsArray) return submit(`${range}${tasks.atOnce === null ? "" : `%${tasks.atOnce}`}`);
  const limited = tasks.atOnce === null ? submit(range) : olderToo(submit(`${range}%${tasks.atOnce}`), submit(range));
  const gaps = unaskedOf(tasks.indexes).map(([first, last]) => `"$number[${first === last ? first : `${first}-${last}`}]$server"`);
  if (gaps.length === 0) return limited;
  return `
said=$( ${limited} ); code=$?
printf '%s\\n' "$said"
id=$(printf '%s\\n' "$said" | grep '^[0-9][0-9]*\\[\\]' | tail -n 1)
number=\${id%%\\[*} server=\${id#*\\]}
[ -z "$id" ] || qdel ${gaps.join(" ")} >gaps.out 2>&1 || :
exit "$code"
`.trim();
}

/** PBS before 2020 knows no limit of active tasks, and refuses the range. */
function olderToo(withLimit: string, without: string): string {
  return `{ ${withLimit} 2>limit.err || { if grep -q 'illegal -J' limit.err; then ${without}; else cat limit.err >&2; exit 1; fi; }; }`;
}

const afterWords = { ok: "afterok", any: "afterany", fail: "afternotok" } as const;

function dependencyWords(dialect: Dialect, dependencies: BatchSubmission["dependencies"]): string {
  return dependencies
    .map(({ nativeId, condition }) => `${afterWords[condition]}${dialect.system === "Torque" && nativeId.includes("[]") ? "array" : ""}:${nativeId}`)
    .join(",");
}

/** PBS's ranges have one step and two tasks at least. */
function pbsRange(indexes: readonly number[]): string {
  const first = indexes[0] ?? 0;
  const step = stepOf(indexes);
  const last = Math.max(indexes.at(-1) ?? first, first + 1);
  return `${first}-${last}${step > 1 ? `:${step}` : ""}`;
}

/** First and last of the indexes in PBS's range that are not asked. */
function unaskedOf(indexes: readonly number[]): [number, number][] {
  const first = indexes[0] ?? 0;
  return indexes.length === 1 ? [[first + 1, first + 1]] : gapsOf(indexes);
}
