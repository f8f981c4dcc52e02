import { AppError } from "../../domain/errors";
import type { BatchSubmission } from "../batch-scheduler";
import type { ControlFile } from "../scheduler";
import { literal, pool, readSubmitLine, type SubmitLine } from "./directives";

export const submitFile = "job.sub";

/** Commands that decide what runs and how Sqmpy speaks with it; a directive cannot change them. */
const ours = new Set([
  ...["queue", "executable", "transfer_executable", "arguments", "args", "input", "output", "error", "log", "initialdir", "initial_dir"],
  ...["should_transfer_files", "when_to_transfer_output", "notification", "notify_user", "hold", "batch_name", "leave_in_queue", "noop_job"],
  ...["max_retries", "retry_until", "success_exit_code", "on_exit_remove", "on_exit_hold", "periodic_release", "want_graceful_removal", "max_materialize", "max_idle"],
]);
/** Those that are joined with Sqmpy's own. */
const joined = new Set(["requirements", "periodic_remove", "concurrency_limits", "allowed_job_duration", "+sqmpyqueue", "machine_count"]);

/** Another start would run the script twice: a job that started and came back, idle or held by the system, is removed. */
const cameBack = "(NumJobStarts ?: 0) > 0 && (JobStatus == 1 || (JobStatus == 5 && HoldReasonCode =!= 1))";
const overTime = "(JobStatus == 2 && SqmpyWalltime =!= undefined && time() - JobCurrentStartDate > SqmpyWalltime)";

/** A submit description, condor_submit(1). The folder must be seen under the same path by the machine that runs the job. */
export function render(submission: BatchSubmission): ControlFile[] {
  const { job, nonce, place, tasks, held } = submission;
  const lines = submission.directives.map((words) => ({ words: words.replace(/[\r\n]+/g, " ").trim(), line: readSubmitLine(words) }));
  const find = (name: string) => lines.findLast(({ line }) => line?.name === name)?.line ?? null;
  refuseImpossible(find("+sqmpyqueue"), find("machine_count"), place.control);

  const kept = lines.filter(({ words, line }) => words !== "" && !/^(queue|include|if|elif|else|endif)\b/i.test(words) && !(line && (ours.has(line.name) || joined.has(line.name))));
  const walltime = /^\d+$/.exec(find("allowed_job_duration")?.value ?? "")?.[0];
  const duration = walltime === undefined && find("allowed_job_duration") ? [`allowed_job_duration = ${find("allowed_job_duration")?.value}`] : [];
  const limits = [find("concurrency_limits")?.value, tasks?.atOnce ? `sqmpy_${nonce}:$(SqmpyWeight)` : undefined].filter((each) => each);
  const output = `${macroFree(`${place.control}/scheduler.out`)}${tasks ? "-$(SqmpyIndex)" : ""}`;
  const variables = ["HOME", "USER", "LOGNAME", "SHELL", "PATH"].map((name) => `${name}='$ENV(${name})'`).join(" ");
  const text = [
    "universe = vanilla",
    `environment = "${variables}"`,
    ...kept.map(({ words }) => words),
    "executable = /bin/sh",
    "transfer_executable = False",
    `arguments = "${argument(`${place.control}/run.sh`)}${tasks ? " $(SqmpyIndex)" : ""}"`,
    `initialdir = ${macroFree(place.control)}`,
    `output = ${output}`,
    `error = ${output}`,
    "should_transfer_files = NO",
    "notification = never",
    `batch_name = ${job.name.replace(/[^A-Za-z0-9_.-]+/g, "_").slice(0, 60) || "job"}`,
    `requirements = ${[find("requirements")?.value, "(NumJobStarts ?: 0) == 0"].filter((each) => each).map((each) => `(${each})`).join(" && ")}`,
    `periodic_remove = ${[find("periodic_remove")?.value, cameBack, ...(walltime === undefined ? [] : [overTime])].filter((each) => each).map((each) => `(${each})`).join(" || ")}`,
    ...duration,
    ...(limits.length > 0 ? [`concurrency_limits = ${limits.join(", ")}`] : []),
    "on_exit_remove = True",
    "on_exit_hold = False",
    "leave_in_queue = False",
    "want_graceful_removal = True",
    ...(lines.some(({ line }) => line?.name === "job_max_vacate_time") ? [] : ["job_max_vacate_time = 30"]),
    `hold = ${held ? "True" : "False"}`,
    `+SqmpyNonce = ${literal(nonce)}`,
    ...(walltime === undefined ? [] : [`+SqmpyWalltime = ${walltime}`]),
    ...(tasks ? ["+SqmpyTask = $(SqmpyIndex)", "queue SqmpyIndex from (", ...tasks.indexes.map(String), ")"] : ["queue"]),
  ];
  return [{ name: submitFile, text: `${text.join("\n")}\n` }];
}

function refuseImpossible(queue: SubmitLine | null, machines: SubmitLine | null, control: string): void {
  if (queue && queue.value !== literal(pool)) {
    throw new AppError("remote", `HTCondor has no queues, so there is no queue ${queue.value}. Leave the queue empty.`, { field: "resources.queue" });
  }
  if (machines && machines.value !== "1") {
    throw new AppError("remote", "HTCondor gives a job one machine. Ask for one node.", { field: "resources.nodes" });
  }
  if (/[\r\n]/.test(control)) throw new AppError("remote", "HTCondor takes no folder with a line break in its name. Choose another working directory.");
}

/** `$` begins a macro. */
function macroFree(text: string): string {
  return text.replaceAll("$", "$(DOLLAR)");
}

/** One word in the "new" syntax: within single quotation marks, each of either kind doubled. */
function argument(word: string): string {
  return `'${macroFree(word).replaceAll("'", "''").replaceAll('"', '""')}'`;
}

/** So many tasks at a time by a limit of their own: HTCondor has one of 2308032 for every name unless its administrators say otherwise. */
export function submitCommand({ tasks }: BatchSubmission): string {
  const atOnce = tasks?.atOnce ?? null;
  if (atOnce === null) return `(unset TZ LC_ALL; exec condor_submit -terse ${submitFile})`;
  return `
(unset TZ LC_ALL
limit=$(condor_config_val CONCURRENCY_LIMIT_DEFAULT 2>/dev/null)
case $limit in '' | *[!0-9]*) limit=2308032 ;; esac
exec condor_submit -terse SqmpyWeight=$((limit / ${atOnce})) ${submitFile})
`.trim();
}
