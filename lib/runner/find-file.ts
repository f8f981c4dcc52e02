import type { Readable } from "node:stream";
import { problemWithFilePath } from "@/lib/domain/file-path";
import { AppError } from "@/lib/domain/errors";
import type { Job } from "@/lib/domain/job";
import type { JobFile, JobFileKind } from "@/lib/domain/job-file";
import { remotePathOf } from "./list-outputs";
import { openOnHost } from "./open-on-host";
import type { Services } from "./services";

export interface FoundFile {
  kind: JobFileKind;
  path: string;
  /** As it is now, where it lies now. */
  size: number;
  modifiedAt: Date | null;
  /** Hex, of the stored copy. */
  sha256: string | null;
  isStored: boolean;
  /** Bytes `start` to `end` (exclusive; default all). */
  open(range?: { start?: number; end?: number }): Promise<Readable>;
}

type Needs = Pick<Services, "files" | "connections">;
type JobWithFiles = Pick<Job, "id" | "hostId" | "hostName" | "directory">;

/**
 * A file of a job by kind and path: the checked copy, else the file on the host as it is at this moment. Rejects with
 * `not_found` where it is gone, and as a connection does where the host cannot be asked.
 */
export async function findFile(services: Needs, job: JobWithFiles, asked: { kind: JobFileKind; path: string }): Promise<FoundFile> {
  const row = services.files.list(job.id).find((file) => file.kind === asked.kind && file.path === asked.path);
  if (row?.place === "stored") return storedFile(services, row);

  const isLog = asked.kind === "stdout" || asked.kind === "stderr";
  const problem = isLog ? null : problemWithFilePath(asked.path);
  if (problem) throw new AppError("not_found", problem);
  if (row?.place === "missing") throw new AppError("not_found", row.note ?? `“${asked.path}” is gone from ${job.hostName}.`);
  if (job.directory === null) throw new AppError("not_found", "The job has not reached its host, so this file does not exist yet.");

  const remote = remotePathOf(job, asked);
  const [sight] = await services.connections.with(job.hostId, (transport) => transport.readRanges([{ path: remote, offset: 0, limit: 0 }]));
  if (!sight) throw new AppError("not_found", `“${asked.path}” is not on ${job.hostName} any more.`);
  return {
    ...asked,
    size: sight.size,
    modifiedAt: sight.modifiedAt,
    sha256: null,
    isStored: false,
    open: ({ start = 0, end = sight.size } = {}) => openOnHost(services, job.hostId, remote, { start, end }),
  };
}

function storedFile(services: Needs, row: JobFile): FoundFile {
  const { kind, path, size, modifiedAt, sha256 } = row;
  return { kind, path, size, modifiedAt, sha256, isStored: true, open: (range) => services.files.open(row, range) };
}
