import { AppError, messageOf } from "@/lib/domain/errors";
import type { JobId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import type { RemoteFile } from "@/lib/domain/job-file";
import { isOwnDirectory } from "./own-directory";
import type { Services } from "./services";

/** What lies in a job's directory on its host while it lives, as last seen. */
export interface LiveFiles {
  files: RemoteFile[];
  truncated: boolean;
  seenAt: Date;
  /** Why the last look failed, in words; `files` are then those of the look before. */
  problem: string | null;
}

type Needs = Pick<Services, "files" | "connections" | "now">;
type LiveJob = Pick<Job, "id" | "hostId" | "directory" | "startedAt" | "workingDirectory">;

interface Entry {
  seen: LiveFiles | null;
  look: Promise<LiveFiles> | null;
  tookMs: number;
}

declare global {
  var sqmpyLiveFiles: Map<JobId, Entry> | undefined;
}

const entries = () => (globalThis.sqmpyLiveFiles ??= new Map<JobId, Entry>());
const listLimit = 2_000;
const entryLimit = 200;
const freshMs = 4_000;
/** A page is not held up longer by a slow host. */
const patienceMs = 1_500;

/**
 * For a page: the last look at once, while a new one is made if it is stale; only the first one is waited for, and not
 * long. null: not known yet.
 */
export async function readLiveFiles(services: Needs, job: LiveJob): Promise<LiveFiles | null> {
  const look = lookAtFiles(services, job);
  const known = entries().get(job.id)?.seen;
  return known ?? (await Promise.race([look, new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null))]));
}

/** Makes a new look unless the last is fresh, and shares it with all who ask meanwhile. Slow listings are made less often. Never rejects. */
export async function lookAtFiles(services: Needs, job: LiveJob): Promise<LiveFiles> {
  const entry = entries().get(job.id) ?? { seen: null, look: null, tookMs: 0 };
  if (entry.look) return entry.look;
  const age = entry.seen ? services.now().getTime() - entry.seen.seenAt.getTime() : Infinity;
  if (entry.seen && age < Math.max(freshMs, entry.tookMs * 20)) return entry.seen;

  forgetOldest();
  entries().delete(job.id);
  entries().set(job.id, entry);
  const began = Date.now();
  entry.look = list(services, job, entry.seen).then((seen) => {
    entry.seen = seen;
    entry.look = null;
    entry.tookMs = Date.now() - began;
    return seen;
  });
  return entry.look;
}

/** Changes when a file appears, goes, grows or is written again. */
export function fingerprintOf({ files, problem }: LiveFiles): string {
  return `${problem ?? ""}\n${files.map((file) => `${file.path}\0${file.size}\0${file.modifiedAt.getTime()}`).join("\n")}`;
}

async function list(services: Needs, job: LiveJob, before: LiveFiles | null): Promise<LiveFiles> {
  const { directory } = job;
  if (directory === null) return { files: [], truncated: false, seenAt: services.now(), problem: null };
  try {
    const { files, truncated } = await services.connections.with(job.hostId, (transport) =>
      transport.list(directory, { skip: [".sqmpy"], limit: listLimit }),
    );
    return { files: outputsAmong(services, job, files), truncated, seenAt: services.now(), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { files: before?.files ?? [], truncated: before?.truncated ?? false, seenAt: services.now(), problem: messageOf(error) };
  }
}

/** Without the script and the inputs as they were sent, and in a directory of the person's own without what was there before. */
function outputsAmong(services: Needs, job: LiveJob, files: readonly RemoteFile[]): RemoteFile[] {
  const sent = new Map(services.files.list(job.id).map((file) => [file.path, file.size]));
  const since = job.startedAt && !isOwnDirectory(job) ? Math.floor(job.startedAt.getTime() / 1_000) * 1_000 : 0;
  return files.filter((file) => sent.get(file.path) !== file.size && file.modifiedAt.getTime() >= since);
}

function forgetOldest(): void {
  for (const [id, entry] of entries()) {
    if (entries().size < entryLimit) return;
    if (!entry.look) entries().delete(id);
  }
}
