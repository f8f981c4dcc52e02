import { AppError, isFaultOfHost, messageOf } from "@/lib/domain/errors";
import type { JobId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import type { JobFile } from "@/lib/domain/job-file";
import { finalStateOf } from "@/lib/domain/reconcile";
import { formatBytes } from "@/lib/format/bytes";
import type { Transport } from "@/lib/transport/transport";
import { advance } from "./advance";
import { inParallel } from "./in-parallel";
import { orLater, type Outcome } from "./later";
import { listOutputs, remotePathOf } from "./list-outputs";
import { turns } from "./one-at-a-time";
import type { Services } from "./services";

const copiesAtOnce = 16;
/** A file that changes under the copy is copied again so often, then left as it is and said. */
const copyTries = 3;

/**
 * Copies what an ended job left, checks each copy against the host's own SHA-256, and then moves the job to its final
 * state. Nothing is removed from the host. Copies that are already whole are kept when it is called again.
 */
export async function collectJob(services: Services, id: JobId): Promise<Outcome> {
  return turns().run(id, async () => {
    const job = services.jobs.find(id);
    if (!job || job.state !== "stage_out") return "done";
    return orLater(services, job, async () => {
      await services.connections.with(job.hostId, (transport) => collect(services, transport, job));
      await advance(services, id, { to: finalStateOf(job) }, () => services.jobs.setCollected(id, services.now()));
    });
  });
}

async function collect(services: Services, transport: Transport, job: Job): Promise<void> {
  const { files, truncated } = await listOutputs(services, transport, job);
  const known = services.files.record(job.id, files);
  if (truncated) {
    services.jobs.addEvent(job.id, "files", `Only the first ${services.limits.jobFiles} files are listed; the others stay on the host.`, services.now());
  }

  const { wanted, left } = choose(known.filter((file) => file.place === "remote"), services);
  services.atomically(() => {
    for (const { file, note } of left) services.files.update(file.id, { note });
  });
  services.live.publish({ kind: "files", jobId: job.id });

  let open = wanted;
  for (let tries = 1; open.length > 0; tries++) open = await copyAndCheck(services, transport, job, open, tries === copyTries);

  const copied = services.files.list(job.id).filter((file) => isOutput(file) && file.place === "stored");
  const bytes = copied.reduce((sum, file) => sum + file.size, 0);
  services.jobs.addEvent(job.id, "files", sentence(copied.length, bytes, left.length), services.now());
  services.live.publish({ kind: "files", jobId: job.id });
}

/** Copies files and answers those whose copy differs from what the host has now; on the last try these are kept with a note. */
async function copyAndCheck(services: Services, transport: Transport, job: Job, files: readonly JobFile[], last: boolean): Promise<JobFile[]> {
  const copies = await inParallel(files, copiesAtOnce, async (file) => {
    try {
      return await services.files.store(file, await transport.openRead(remotePathOf(job, file)));
    } catch (error) {
      if (!(error instanceof AppError) || isFaultOfHost(error) || error.code === "disk_full") throw error;
      services.files.update(file.id, { place: error.code === "not_found" ? "missing" : "remote", note: messageOf(error) });
      return null;
    }
  });

  const copyOf = new Map(files.map((file, index) => [file, copies[index]]));
  const copied = files.filter((file) => copyOf.get(file));
  const hashes = await hashesOnHost(services, transport, job, copied);
  const changed: JobFile[] = [];
  services.atomically(() => {
    for (const [index, file] of copied.entries()) {
      const copy = copyOf.get(file);
      if (!copy) continue;
      const isSame = hashes === null || hashes[index] === copy.sha256;
      if (isSame) services.files.update(file.id, { ...copy, place: "stored", note: null });
      else if (last) services.files.update(file.id, { ...copy, place: "stored", note: "It kept changing on the host while it was copied." });
      else changed.push(file);
    }
  });
  return changed;
}

/** null where the host has no tool for SHA-256; said once in the job's history. */
async function hashesOnHost(services: Services, transport: Transport, job: Job, files: readonly JobFile[]): Promise<(string | null)[] | null> {
  try {
    return await transport.sha256(files.map((file) => remotePathOf(job, file)));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "remote") throw error;
    services.jobs.addEvent(job.id, "files", "The host has no tool for SHA-256, so the copies could not be compared.", services.now());
    return null;
  }
}

/** Logs first, then the small before the large, until the job's limit is met. */
function choose(files: readonly JobFile[], services: Services): { wanted: JobFile[]; left: { file: JobFile; note: string }[] } {
  const { fileBytes, jobBytes } = services.limits;
  const isLog = (file: JobFile) => file.kind === "stdout" || file.kind === "stderr";
  const ordered = [...files].sort((a, b) => Number(isLog(b)) - Number(isLog(a)) || a.size - b.size);

  const wanted: JobFile[] = [];
  const left: { file: JobFile; note: string }[] = [];
  let sum = 0;
  for (const file of ordered) {
    if (file.size > fileBytes) left.push({ file, note: `Larger than ${formatBytes(fileBytes)}: it stays on the host and is fetched when you ask.` });
    else if (sum + file.size > jobBytes) left.push({ file, note: `Beyond this job's ${formatBytes(jobBytes)}: it stays on the host and is fetched when you ask.` });
    else {
      wanted.push(file);
      sum += file.size;
    }
  }
  return { wanted, left };
}

function isOutput(file: JobFile): boolean {
  return file.kind !== "script" && file.kind !== "input";
}

function sentence(count: number, bytes: number, left: number): string {
  const copied = `${count} ${count === 1 ? "file" : "files"} copied and checked (${formatBytes(bytes)}).`;
  return left === 0 ? copied : `${copied} ${left} ${left === 1 ? "stays" : "stay"} on the host.`;
}
