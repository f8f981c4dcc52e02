import { once } from "node:events";
import { PassThrough, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";
import { AppError, messageOf } from "@/lib/domain/errors";
import type { Job } from "@/lib/domain/job";
import type { JobFileKind } from "@/lib/domain/job-file";
import { formatBytes } from "@/lib/format/bytes";
import { previewKindOf } from "@/lib/format/preview-kind";
import { makeZipName } from "@/lib/format/zip-name";
import { findFile, type FoundFile } from "./find-file";
import type { Services } from "./services";

export interface WantedFile {
  kind: JobFileKind;
  path: string;
}

const folders: Record<JobFileKind, string> = { script: "script", input: "inputs", output: "outputs", stdout: "", stderr: "" };
/** A little below the 4 GiB at which a zip needs 64-bit sizes, since a file on a host may still grow. */
const zip64From = 3.5 * 1024 ** 3;

/**
 * All these files as one zip, written while it is read: one file at a time, copies from here and the rest from the host.
 * What cannot be had is listed in `MISSING.txt` within. Destroying the stream stops everything.
 */
export function zipFiles(
  services: Pick<Services, "files" | "connections" | "log">,
  job: Pick<Job, "id" | "name" | "hostId" | "hostName" | "directory">,
  wanted: readonly WantedFile[],
): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as PassThrough;
  const stop = new AbortController();
  output.once("close", () => stop.abort());
  zip.once("error", (error) => output.destroy(error instanceof Error ? error : new Error(String(error))));

  fill(services, zip, job, wanted, stop.signal).catch((error: unknown) => {
    if (stop.signal.aborted) return;
    services.log("error", "A zip could not be written.", { job: job.id, error: messageOf(error) });
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return output;
}

async function fill(
  services: Pick<Services, "files" | "connections">,
  zip: ZipFile,
  job: Pick<Job, "id" | "name" | "hostId" | "hostName" | "directory">,
  wanted: readonly WantedFile[],
  signal: AbortSignal,
): Promise<void> {
  const top = zipFolderOf(job);
  const taken = new Set<string>([`${top}/missing.txt`]);
  const missing: string[] = [];

  for (const { kind, path } of wanted) {
    signal.throwIfAborted();
    let file: FoundFile;
    let source: Readable;
    try {
      file = await findFile(services, job, { kind, path });
      source = await file.open();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      missing.push(`${printable(path)}: ${messageOf(error)}`);
      continue;
    }
    const name = makeZipName(folders[kind] === "" ? top : `${top}/${folders[kind]}`, path, taken);
    await addFile(zip, name, file, source, signal, (sentence) => missing.push(`${printable(path)}: ${sentence}`));
  }
  if (missing.length > 0) zip.addBuffer(Buffer.from(missingText(missing)), `${top}/MISSING.txt`);
  zip.end();
}

async function addFile(zip: ZipFile, name: string, file: FoundFile, source: Readable, signal: AbortSignal, tell: (sentence: string) => void): Promise<void> {
  const entry = new PassThrough();
  zip.addReadStream(entry, name, {
    mtime: file.modifiedAt ?? undefined,
    compress: file.size > 0 && !["image", "other"].includes(previewKindOf(file.path, file.kind)),
    forceZip64Format: file.size > zip64From,
  });
  let bytes = 0;
  try {
    for await (const piece of source as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (!entry.write(piece)) await once(entry, "drain", { signal });
    }
  } catch (error) {
    if (signal.aborted) {
      entry.destroy();
      throw error;
    }
    // A zip has no way back: the entry ends where the host stopped, and the text says so.
    tell(`only its first ${formatBytes(bytes)} of ${formatBytes(file.size)} are here. ${messageOf(error)}`);
  }
  entry.end();
  await finished(entry, { signal });
}

/** `<name>-<id>`, without what a file system may refuse. */
export function zipFolderOf(job: Pick<Job, "id" | "name">): string {
  const name = job.name
    .normalize("NFKD")
    .replace(/[^\w.-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 60);
  return name === "" ? `job-${job.id}` : `${name}-${job.id}`;
}

function missingText(lines: readonly string[]): string {
  return `These files of the job are not in this zip, or not whole:\n\n${lines.join("\n")}\n`;
}

function printable(path: string): string {
  return path.replace(/[\0-\x1f\x7f]/g, "?");
}
