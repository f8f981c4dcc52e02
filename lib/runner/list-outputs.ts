import { posix } from "node:path";
import type { Job } from "@/lib/domain/job";
import type { JobFile, RemoteFile } from "@/lib/domain/job-file";
import { placeOf } from "@/lib/schedulers/scheduler";
import type { Transport } from "@/lib/transport/transport";
import { isOwnDirectory } from "./own-directory";
import type { NewFile, Services } from "./services";

type Placed = Pick<Job, "id" | "directory">;

/** Where a file of a job lies on its host. */
export function remotePathOf(job: Placed, file: Pick<JobFile, "kind" | "path">): string {
  if (job.directory === null) throw new TypeError("The job has not reached its host.");
  if (file.kind === "stdout" || file.kind === "stderr") return `${placeOf(job, job.directory).control}/${file.path.replace(/\.txt$/, "")}`;
  return posix.join(job.directory, file.path);
}

/**
 * What a job has left so far: its logs and the files of its working directory. In a directory of the person's own, only
 * files that changed since the job started count; inputs and the script count only when their content has changed.
 */
export async function listOutputs(
  services: Pick<Services, "files" | "jobs" | "limits">,
  transport: Transport,
  job: Job,
): Promise<{ files: NewFile[]; truncated: boolean }> {
  if (job.directory === null) return { files: [], truncated: false };
  const sent = services.files.list(job.id).filter((file) => file.kind === "script" || file.kind === "input");
  const [{ files: found, truncated }, streams] = await Promise.all([
    transport.list(job.directory, { skip: [".sqmpy"], limit: services.limits.jobFiles + sent.length }),
    listLogs(services, transport, job),
  ]);

  const since = job.startedAt && !isOwnDirectory(job) ? Math.floor(job.startedAt.getTime() / 1_000) * 1_000 : 0;
  const recent = found.filter((file) => file.modifiedAt.getTime() >= since);
  const staged = new Map(sent.map((file) => [file.path, file]));
  const unchanged = await unchangedPaths(transport, job, recent, staged);
  const outputs = recent.filter((file) => !unchanged.has(file.path)).map((file) => remoteFile("output", file));
  return { files: [...streams, ...outputs], truncated };
}

const logsAtOnce = 1_000;

/** The outputs of the job, or of each of its tasks: `tasks/<index>/stdout.txt`. Empty ones of tasks are left out. */
async function listLogs(services: Pick<Services, "jobs">, transport: Transport, job: Job): Promise<NewFile[]> {
  const places = job.taskCount === 0 ? [""] : services.jobs.tasks(job.id).map(({ index }) => `tasks/${index}/`);
  const logs = places.flatMap((place) => (["stdout", "stderr"] as const).map((kind) => ({ kind, path: `${place}${kind}.txt` })));
  const files: NewFile[] = [];
  for (let at = 0; at < logs.length; at += logsAtOnce) {
    const some = logs.slice(at, at + logsAtOnce);
    const sights = await transport.readRanges(some.map((log) => ({ path: remotePathOf(job, log), offset: 0, limit: 0 })));
    for (const [index, { kind, path }] of some.entries()) {
      const sight = sights[index];
      if (sight && (job.taskCount === 0 || sight.size > 0)) files.push(remoteFile(kind, { path, size: sight.size, modifiedAt: sight.modifiedAt, executable: false }));
    }
  }
  return files;
}

async function unchangedPaths(
  transport: Transport,
  job: Job,
  found: readonly RemoteFile[],
  staged: ReadonlyMap<string, JobFile>,
): Promise<Set<string>> {
  const doubtful = found.filter((file) => staged.get(file.path)?.size === file.size);
  if (doubtful.length === 0) return new Set();
  const hashes = await transport.sha256(doubtful.map((file) => remotePathOf(job, { kind: "input", path: file.path })));
  return new Set(doubtful.filter((file, index) => hashes[index] === staged.get(file.path)?.sha256).map((file) => file.path));
}

function remoteFile(kind: NewFile["kind"], file: RemoteFile): NewFile {
  return { ...file, kind, sha256: null, place: "remote", note: null };
}
