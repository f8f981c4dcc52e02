import { posix } from "node:path";
import { AppError } from "@/lib/domain/errors";
import type { Job } from "@/lib/domain/job";
import type { JobFile } from "@/lib/domain/job-file";
import { placeArrivals, refuseDamaged, type Arrival } from "@/lib/schedulers/arrival";
import { remoteRefusal } from "@/lib/schedulers/refusal";
import type { JobPlace } from "@/lib/schedulers/scheduler";
import { call, type Transport } from "@/lib/transport/transport";
import { inParallel } from "./in-parallel";
import type { Services } from "./services";

/** What the start command checks and places itself; more goes in commands of its own before it. */
const atTheStart = { files: 40, bytes: 64_000_000 };
const filesAtOnce = 200;

/**
 * Brings the script and the inputs to the host under temporary names, and answers what the start command is to check and
 * put in its place: nothing when the job has begun already. Files that are there with the same content are left; others are
 * never overwritten.
 */
export async function stageIn(services: Services, transport: Transport, job: Job, place: JobPlace): Promise<Arrival[]> {
  const files = services.files.list(job.id).filter((file) => file.kind === "script" || file.kind === "input");
  const target = (file: JobFile) => posix.join(place.directory, file.path);
  const sizeOf = (path: string) => ({ path, offset: 0, limit: 0 });
  const [begun, ...sights] = await transport.readRanges([sizeOf(`${place.control}/id`), ...files.map((file) => sizeOf(target(file)))]);
  if (begun) return [];

  const missing = await withoutSame(transport, place, files, files.filter((_, index) => sights[index]));
  const folders = new Set(missing.map((file) => posix.dirname(target(file))));
  await inParallel([`${place.control}/incoming`, ...folders], 8, (folder) => makeFolder(transport, place, folder));

  const arrivals = await inParallel(missing, 4, (file) => send(services, transport, file, place));
  const bytes = arrivals.reduce((sum, { size }) => sum + size, 0);
  if (arrivals.length <= atTheStart.files && bytes <= atTheStart.bytes) return arrivals;

  for (let index = 0; index < arrivals.length; index += filesAtOnce) await put(transport, place, arrivals.slice(index, index + filesAtOnce));
  return [];
}

async function makeFolder(transport: Transport, place: JobPlace, folder: string): Promise<void> {
  try {
    await transport.makeDirectory(folder);
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== "remote" && error.code !== "not_found")) throw error;
    throw new AppError("remote", `The working directory ${place.directory} cannot be used: ${error.message} Choose another one.`, { cause: error });
  }
}

async function send(services: Services, transport: Transport, file: JobFile, place: JobPlace): Promise<Arrival> {
  const incoming = `${place.control}/incoming/${file.id}`;
  const mode = file.kind === "script" || file.executable ? 0o700 : 0o600;
  const { size, sha256 } = await transport.writeFile(incoming, await services.files.open(file), { mode });
  if (size !== file.size || (file.sha256 !== null && sha256 !== file.sha256)) {
    throw new AppError("remote", `Sqmpy's own copy of “${file.path}” is damaged. Submit the job again with the file.`);
  }
  return { incoming, target: posix.join(place.directory, file.path), size, sha256 };
}

async function put(transport: Transport, place: JobPlace, arrivals: readonly Arrival[]): Promise<void> {
  const read = ({ exitCode, stdout, stderr }: { exitCode: number | null; stdout: string; stderr: string }) => {
    refuseDamaged(stdout, arrivals);
    if (exitCode !== 0) throw remoteRefusal(`The files could not be put into ${place.directory}`, stderr);
  };
  await call(transport, { command: placeArrivals(arrivals), read }, { timeoutMs: 60 * 60_000 });
}

async function withoutSame(transport: Transport, place: JobPlace, files: readonly JobFile[], present: readonly JobFile[]): Promise<JobFile[]> {
  if (present.length === 0) return [...files];
  const hashes = await transport.sha256(present.map((file) => posix.join(place.directory, file.path)));
  const same = new Set(present.filter((file, index) => file.sha256 !== null && hashes[index] === file.sha256));
  const other = present.find((file) => !same.has(file));
  if (other) {
    throw new AppError(
      "conflict",
      `“${other.path}” is already in ${place.directory} on the host, with other content. Choose another working directory, or rename the file.`,
    );
  }
  return files.filter((file) => !same.has(file));
}
