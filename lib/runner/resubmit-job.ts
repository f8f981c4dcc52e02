import { AppError } from "@/lib/domain/errors";
import type { JobId, UserId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import type { Desk } from "@/lib/store/desk";
import { isOwnDirectory } from "./own-directory";

/** The same job again, with the inputs of the first, as a new Job. The same submission key answers the same new job. */
export function resubmitJob(desk: Pick<Desk, "hosts" | "jobs">, owner: UserId, id: JobId, submissionKey: string, at: Date): { job: Job; created: boolean } {
  const old = desk.jobs.find(owner, id);
  if (!old) throw new AppError("not_found", "This job is no longer there.");
  if (!desk.hosts.find(owner, old.hostId)) {
    throw new AppError("not_found", `The host “${old.hostName}” was removed: choose “Edit and resubmit” and pick another one.`);
  }
  const inputs = desk.jobs.files(owner, id).filter((file) => file.kind === "input");

  return desk.jobs.create(
    owner,
    {
      submissionKey,
      hostId: old.hostId,
      name: old.name,
      description: old.description,
      scriptName: old.scriptName,
      script: old.script,
      interpreter: [...old.interpreter],
      arguments: [...old.arguments],
      environment: [...old.environment],
      workingDirectory: isOwnDirectory(old) ? "" : old.workingDirectory,
      walltimeSeconds: old.walltimeSeconds,
      mailWish: old.mailWish,
      inputs: [],
      keptInputs: inputs.map((file) => file.id),
      resubmittedFrom: old.id,
    },
    at,
  );
}
