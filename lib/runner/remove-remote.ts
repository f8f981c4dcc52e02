import { AppError } from "@/lib/domain/errors";
import type { JobId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import { quote } from "@/lib/schedulers/quote";
import { placeOf } from "@/lib/schedulers/scheduler";
import { call } from "@/lib/transport/transport";
import { orLater, type Outcome } from "./later";
import { turns } from "./one-at-a-time";
import { isOwnDirectory } from "./own-directory";
import type { Services } from "./services";

/**
 * Removes a deleted job's folder from its host: the whole working directory where it was made for this job alone, else
 * only Sqmpy's own folder in it.
 */
export async function removeRemote(services: Services, id: JobId): Promise<Outcome> {
  return turns().run(id, async () => {
    const job = services.jobs.toRemoveById(id);
    if (!job) return "done";
    return orLater(services, job, async () => {
      if (job.directory !== null) await removeFolder(services, job, job.directory);
      services.jobs.removed(id);
    });
  });
}

async function removeFolder(services: Services, job: Job, directory: string): Promise<void> {
  const folder = isOwnDirectory(job) ? directory : placeOf(job, directory).control;
  if (!folder.split("/").includes(job.id)) throw new TypeError(`Refused to remove ${folder}: it does not carry the job's id.`);
  await services.connections.with(job.hostId, (transport) =>
    call(
      transport,
      {
        command: `rm -rf -- ${quote(folder)}`,
        read: ({ exitCode, stderr }) => {
          if (exitCode !== 0) throw new AppError("remote", `The folder ${folder} could not be removed: ${stderr.trim().slice(0, 300)}`);
        },
      },
      { timeoutMs: 300_000 },
    ),
  );
}
