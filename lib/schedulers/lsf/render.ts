import { taskRangeWords } from "../../domain/task-range";
import type { BatchSubmission } from "../batch-scheduler";
import { dropOptions } from "../drop-options";
import { quote, quoteAll } from "../quote";
import type { ControlFile } from "../scheduler";
import { jobName, jobNumberOf, shiftOf } from "./native-id";

const scriptName = "lsf.sh";

/** Options that decide how Sqmpy speaks with bsub; a directive cannot change them. The number is that of their words. */
const ours: Record<string, 0 | 1> = {
  "-J": 1, "-o": 1, "-oo": 1, "-e": 1, "-eo": 1, "-i": 1, "-is": 1, "-u": 1, "-w": 1, "-cwd": 1, "-L": 1,
  "-N": 0, "-B": 0, "-H": 0, "-I": 0, "-Ip": 0, "-Is": 0, "-K": 0, "-r": 0, "-rn": 0, "-Zs": 0,
};

/** What bsub copies, and runs by its first line. */
export function render({ place, directives, tasks, task }: BatchSubmission): ControlFile[] {
  const lines = directives.map((words) => dropOptions(words, ours, { attached: false })).filter((words) => words !== "");
  const file = quote(`${place.control}/scheduler.out`);
  const run = `/bin/sh ${quote(`${place.control}/run.sh`)}`;
  const shift = shiftOf(tasks);
  const body = tasks
    ? [`task=$((LSB_JOBINDEX - ${shift}))`, `exec >${file}-"$task" 2>&1`, `${run} "$task"`]
    : task === undefined
      ? [`exec >${file} 2>&1`, run]
      : [`exec >${file}-${task} 2>&1`, `${run} ${task}`];
  return [{ name: scriptName, text: ["#!/bin/sh", ...lines.map((words) => `#BSUB ${words}`), ...body, ""].join("\n") }];
}

/** Without `-o`, LSF would send its report by mail. The job gets the environment of bsub. */
export function submitCommand({ nonce, tasks, dependencies, held }: BatchSubmission): string {
  const shift = shiftOf(tasks);
  const range = tasks ? `[${taskRangeWords(tasks.indexes.map((index) => index + shift))}]${tasks.atOnce === null ? "" : `%${tasks.atOnce}`}` : "";
  const words = [
    ...["-J", `${jobName(nonce, shift)}${range}`, "-o", "/dev/null", "-rn"],
    ...(held ? ["-H"] : []),
    ...(dependencies.length > 0 ? ["-w", dependencies.map(condition).join(" && ")] : []),
  ];
  const submit = `(unset TZ LC_ALL; bsub ${quoteAll(words)} <${scriptName})`;
  return shift === 0 ? submit : `${submit} && echo shifted`;
}

const conditionWords = { ok: "done", any: "ended", fail: "exit" } as const;

/** A job's number stands for all tasks of an array. */
function condition({ nativeId, condition }: BatchSubmission["dependencies"][number]): string {
  return `${conditionWords[condition]}(${jobNumberOf(nativeId)})`;
}
