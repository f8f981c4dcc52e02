import { taskRangeWords } from "../../domain/task-range";
import type { BatchSubmission, DirectiveMeaning } from "../batch-scheduler";
import { quote, quoteAll } from "../quote";
import type { ControlFile } from "../scheduler";
import { readSlurmDirective } from "./directives";
import { submitRefusal } from "./refusal";

export const batchFile = "scheduler.sh";

/** Environment variables of a login that would win over the script's directives (sbatch(1), INPUT ENVIRONMENT VARIABLES). */
const overruling: Partial<Record<keyof DirectiveMeaning, string>> = {
  queue: "SBATCH_PARTITION",
  account: "SBATCH_ACCOUNT",
  qos: "SBATCH_QOS",
  reservation: "SBATCH_RESERVATION",
  constraint: "SBATCH_CONSTRAINT",
  walltimeSeconds: "SBATCH_TIMELIMIT",
  memoryPerNode: "SBATCH_MEM_PER_NODE",
};

const conditions = { ok: "afterok", any: "afterany", fail: "afternotok" } as const;

export function renderSlurm({ place, directives, tasks }: BatchSubmission): ControlFile[] {
  const index = tasks ? ' "$SLURM_ARRAY_TASK_ID"' : "";
  const lines = directives.map((words) => `#SBATCH ${words.replace(/\s+/g, " ")}\n`).join("");
  return [{ name: batchFile, text: `#!/bin/sh\n${lines}\nexec /bin/sh ${quote(`${place.control}/run.sh`)}${index}\n` }];
}

/** What is Sqmpy's own stands on the command line, where it wins over every directive. */
export function slurmSubmitCommand({ job, nonce, directives, tasks, dependencies, held }: BatchSubmission): string {
  const options = directives.map((words) => words.trim());
  const output = tasks ? "scheduler.out-%a" : "scheduler.out";
  const words = [
    "--parsable",
    "--no-requeue",
    `--job-name=${safeName(job.name)}.${nonce}`,
    ...(options.some((each) => each.startsWith("--comment")) ? [] : [`--comment=sqmpy.${nonce}`]),
    `--output=${output}`,
    `--error=${output}`,
    "--input=/dev/null",
    "--mail-type=NONE",
    ...(tasks ? [`--array=${taskRangeWords(tasks.indexes)}${tasks.atOnce === null ? "" : `%${tasks.atOnce}`}`] : []),
    ...(dependencies.length > 0
      ? [`--dependency=${dependencies.map(({ nativeId, condition }) => `${conditions[condition]}:${nativeId}`).join(",")}`, "--kill-on-invalid-dep=yes"]
      : []),
    ...(held ? ["--hold"] : []),
  ];
  const asked = options.flatMap((each) => Object.keys(readSlurmDirective(each) ?? {})) as (keyof DirectiveMeaning)[];
  const unset = [...new Set(asked.flatMap((key) => overruling[key] ?? []))];
  return `(${unset.length > 0 ? `unset ${unset.join(" ")}; ` : ""}exec sbatch ${quoteAll(words)} --chdir="$PWD" ./${batchFile})`;
}

/** Job names go through shells, tables and file names of others: letters, digits, `_`, `-` and `.` alone are safe everywhere. */
function safeName(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]+/g, "_").slice(0, 60) || "job";
}

/** `sbatch --parsable` prints `123` or `123;cluster`. */
export function readSlurmSubmit({ exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string }): string {
  const id = /^(\d+)(?:;\S+)?\s*$/m.exec(stdout)?.[1];
  if (exitCode !== 0 || id === undefined) throw submitRefusal(stderr || stdout);
  return id;
}
