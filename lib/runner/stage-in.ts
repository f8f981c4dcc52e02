import { posix } from "node:path";
import { AppError } from "@/lib/domain/errors";
import type { Job } from "@/lib/domain/job";
import type { JobFile } from "@/lib/domain/job-file";
import { quote } from "@/lib/schedulers/quote";
import type { JobPlace } from "@/lib/schedulers/scheduler";
import { call, type Transport } from "@/lib/transport/transport";
import { inParallel } from "./in-parallel";
import { remoteRefusal } from "./remote-refusal";
import type { Services } from "./services";

/**
 * Brings the script and the inputs to the working directory: each goes up under a temporary name, is checked by size
 * and SHA-256, then renamed. Files that are already there with the same content are left; others are never overwritten.
 */
export async function stageIn(services: Services, transport: Transport, job: Job, place: JobPlace): Promise<void> {
  const files = services.files.list(job.id).filter((file) => file.kind === "script" || file.kind === "input");
  const missing = await withoutThosePresent(transport, files, place);
  if (missing.length === 0) return;

  const folders = new Set(missing.map((file) => posix.dirname(posix.join(place.directory, file.path))));
  folders.add(`${place.control}/incoming`);
  await makeFolders(transport, [...folders]);

  const sent = await inParallel(missing, 4, async (file) => {
    const path = `${place.control}/incoming/${file.id}`;
    const mode = file.kind === "script" || file.executable ? 0o700 : 0o600;
    const written = await transport.writeFile(path, await services.files.open(file), { mode });
    if (written.size !== file.size || (file.sha256 && written.sha256 !== file.sha256)) {
      throw new AppError("remote", `Sqmpy's own copy of “${file.path}” is damaged. Submit the job again with the file.`);
    }
    return { file, path, sha256: written.sha256 };
  });

  const seen = await transport.sha256(sent.map(({ path }) => path));
  const damaged = sent.find(({ sha256 }, index) => seen[index] !== sha256);
  if (damaged) {
    throw new AppError("unreachable", `“${damaged.file.path}” did not arrive whole on the host; it is sent again.`);
  }
  await call(transport, {
    command: sent.map(({ file, path }) => `mv -f -- ${quote(path)} ${quote(posix.join(place.directory, file.path))}`).join(" && "),
    read: ({ exitCode, stderr }) => {
      if (exitCode !== 0) throw remoteRefusal(`The files could not be put into ${place.directory}`, stderr);
    },
  });
}

async function withoutThosePresent(transport: Transport, files: readonly JobFile[], place: JobPlace): Promise<JobFile[]> {
  const target = (file: JobFile) => posix.join(place.directory, file.path);
  const sights = await transport.readRanges(files.map((file) => ({ path: target(file), offset: 0, limit: 0 })));
  const present = files.filter((_, index) => sights[index]);
  if (present.length === 0) return [...files];

  const hashes = await transport.sha256(present.map(target));
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

async function makeFolders(transport: Transport, folders: readonly string[]): Promise<void> {
  for (let index = 0; index < folders.length; index += 500) {
    await call(transport, {
      command: `mkdir -p -m 700 -- ${folders.slice(index, index + 500).map(quote).join(" ")}`,
      read: ({ exitCode, stderr }) => {
        if (exitCode !== 0) throw remoteRefusal("The working directory could not be made", stderr);
      },
    });
  }
}
