import { emptyJobSpec } from "@/lib/domain/empty-job-spec";
import { usualScheduler, type HostOption, type JobFormStart } from "@/components/job-form-start";
import { formatArguments } from "@/lib/domain/arguments";
import type { Job } from "@/lib/domain/job";
import type { JobFile } from "@/lib/domain/job-file";
import { resourcesSpecOf } from "@/lib/domain/resources-form";
import type { SchedulerKind } from "@/lib/domain/scheduler-kind";
import { chooseInterpreter } from "@/lib/domain/script";
import type { TaskSpec } from "@/lib/domain/task";
import { taskRangeWords } from "@/lib/domain/task-range";
import { taskTableText } from "@/lib/domain/task-table";
import { noTasksSpec, type TasksSpec } from "@/lib/domain/tasks-spec";
import { writeWalltime } from "@/lib/domain/walltime";
import { isOwnDirectory } from "@/lib/runner/own-directory";
import type { Dependency } from "@/lib/store/desk";

type StartHost = Pick<HostOption, "id" | "batch"> | undefined;

/** An empty form, for a host where it is clear which. */
export function emptyStart(host: StartHost, hostAsked: boolean): JobFormStart {
  return { values: { ...emptyJobSpec, hostId: host?.id ?? "", scheduler: usualScheduler(host) }, hostAsked, keptFiles: [], from: null };
}

interface Earlier {
  job: Job;
  files: readonly JobFile[];
  tasks: readonly TaskSpec[];
  dependencies: readonly Dependency[];
}

/** A form filled from an earlier job, its stored inputs included. */
export function startFrom({ job, files, tasks, dependencies }: Earlier, host: StartHost): JobFormStart {
  const keptFiles = files.filter((file) => file.kind === "input" && file.place === "stored").map(({ id, path, size }) => ({ fileId: id, path, size }));

  return {
    values: {
      ...emptyJobSpec,
      hostId: host?.id ?? "",
      name: job.name === job.scriptName ? "" : job.name,
      description: job.description,
      scriptName: job.scriptName,
      script: job.script,
      interpreter: askedInterpreter(job),
      arguments: formatArguments(job.arguments),
      environment: job.environment.map(({ name, value }) => ({ name, value })),
      workingDirectory: isOwnDirectory(job) ? "" : job.workingDirectory,
      walltime: job.walltimeSeconds === null ? "" : writeWalltime(job.walltimeSeconds),
      scheduler: schedulerFor(job, host),
      resources: resourcesSpecOf(job.resources),
      batchScript: job.batchScript,
      tasks: tasksSpecOf(tasks, job.tasksAtOnce),
      dependencies: dependencies.filter(({ state }) => state !== null).map(({ onJobId, condition }) => ({ onJobId, condition })),
      keptInputs: keptFiles.map(({ fileId, path }) => ({ fileId, path })),
      mailWish: job.mailWish,
      resubmittedFrom: job.id,
    },
    hostAsked: false,
    keptFiles,
    from: { id: job.id, name: job.name },
  };
}

/** As before on the same host; on another one, what that has. */
function schedulerFor(job: Pick<Job, "hostId" | "scheduler">, host: StartHost): SchedulerKind {
  const isKept = job.scheduler === host?.batch?.kind || (job.scheduler === "shell" && job.hostId === host?.id);
  return isKept ? job.scheduler : usualScheduler(host);
}

function tasksSpecOf(tasks: readonly TaskSpec[], tasksAtOnce: number | null): TasksSpec {
  if (tasks.length === 0) return noTasksSpec;
  const atOnce = tasksAtOnce === null ? "" : String(tasksAtOnce);
  const hasTable = tasks.some(({ parameters }) => parameters.length > 0);
  return hasTable ? { ...noTasksSpec, kind: "table", table: taskTableText(tasks), atOnce } : { ...noTasksSpec, kind: "range", range: taskRangeWords(tasks.map(({ index }) => index)), atOnce };
}

/** Empty where the script itself says what runs it, so that an edited first line counts. */
function askedInterpreter(job: Pick<Job, "scriptName" | "script" | "interpreter">): string {
  const byItself = chooseInterpreter(job.scriptName, job.script);
  const used = job.interpreter.join(" ");
  return byItself.ok && byItself.interpreter.join(" ") === used ? "" : used;
}
