import { emptyJobSpec } from "@/lib/domain/empty-job-spec";
import type { JobFormStart } from "@/components/job-form-start";
import { formatArguments } from "@/lib/domain/arguments";
import type { Job } from "@/lib/domain/job";
import type { JobFile } from "@/lib/domain/job-file";
import { chooseInterpreter } from "@/lib/domain/script";
import { writeWalltime } from "@/lib/domain/walltime";
import { isOwnDirectory } from "@/lib/runner/own-directory";

/** An empty form, for a host where it is clear which. */
export function emptyStart(hostId: string, hostAsked: boolean): JobFormStart {
  return { values: { ...emptyJobSpec, hostId }, hostAsked, keptFiles: [], from: null };
}

/** A form filled from an earlier job, its stored inputs included. */
export function startFrom(job: Job, files: readonly JobFile[], hostId: string): JobFormStart {
  const keptFiles = files.filter((file) => file.kind === "input" && file.place === "stored").map(({ id, path, size }) => ({ fileId: id, path, size }));

  return {
    values: {
      ...emptyJobSpec,
      hostId,
      name: job.name === job.scriptName ? "" : job.name,
      description: job.description,
      scriptName: job.scriptName,
      script: job.script,
      interpreter: askedInterpreter(job),
      arguments: formatArguments(job.arguments),
      environment: job.environment.map(({ name, value }) => ({ name, value })),
      workingDirectory: isOwnDirectory(job) ? "" : job.workingDirectory,
      walltime: job.walltimeSeconds === null ? "" : writeWalltime(job.walltimeSeconds),
      keptInputs: keptFiles.map(({ fileId, path }) => ({ fileId, path })),
      mailWish: job.mailWish,
      resubmittedFrom: job.id,
    },
    hostAsked: false,
    keptFiles,
    from: { id: job.id, name: job.name },
  };
}

/** Empty where the script itself says what runs it, so that an edited first line counts. */
function askedInterpreter(job: Pick<Job, "scriptName" | "script" | "interpreter">): string {
  const byItself = chooseInterpreter(job.scriptName, job.script);
  const used = job.interpreter.join(" ");
  return byItself.ok && byItself.interpreter.join(" ") === used ? "" : used;
}
