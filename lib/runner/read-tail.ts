import { text } from "node:stream/consumers";
import { messageOf } from "@/lib/domain/errors";
import type { Job } from "@/lib/domain/job";
import type { JobFile } from "@/lib/domain/job-file";
import type { OutputTail } from "@/lib/mail/messages/job-changed";
import { placeOf } from "@/lib/schedulers/scheduler";
import type { Transport } from "@/lib/transport/transport";
import type { Services } from "./services";

/** Bytes of each output: enough for the last lines, also where a progress bar draws over itself. */
const tailBytes = 64 * 1024;

type Reader = Pick<Services, "files" | "connections" | "log">;
type JobWithOutput = Pick<Job, "id" | "hostId" | "hostName" | "directory">;

/**
 * The ends of a job's outputs: from the copies once they are made, else from the host. Never rejects: what stood in the
 * way is said in `note`, in at most `limitMs`.
 */
export async function readTail(services: Reader, job: JobWithOutput, limitMs = 10_000): Promise<OutputTail> {
  try {
    const stored = services.files.list(job.id).filter(({ place }) => place === "stored");
    const stdout = stored.find(({ kind }) => kind === "stdout");
    if (stdout) {
      const stderr = stored.find(({ kind }) => kind === "stderr");
      return { stdout: await tailOfCopy(services, stdout), stderr: stderr ? await tailOfCopy(services, stderr) : "", note: null };
    }
    const { directory } = job;
    if (directory === null) return { stdout: "", stderr: "", note: null };
    return await within(limitMs, services.connections.with(job.hostId, (transport) => tailOnHost(transport, job, directory)));
  } catch (error) {
    services.log("warn", "The last lines for an email could not be read.", { job: job.id, error: messageOf(error) });
    return { stdout: "", stderr: "", note: `The last lines of output could not be read from ${job.hostName}: ${messageOf(error).replace(/\.?$/, ".")}` };
  }
}

async function tailOfCopy({ files }: Pick<Services, "files">, file: JobFile): Promise<string> {
  const start = Math.max(0, file.size - tailBytes);
  return wholeLines(await text(await files.open(file, { start })), start);
}

async function tailOnHost(transport: Transport, job: JobWithOutput, directory: string): Promise<OutputTail> {
  const { control } = placeOf(job, directory);
  const paths = [`${control}/stdout`, `${control}/stderr`];
  const sizes = await transport.readRanges(paths.map((path) => ({ path, offset: 0, limit: 0 })));
  const starts = sizes.map((found) => Math.max(0, (found?.size ?? 0) - tailBytes));
  const tails = await transport.readRanges(paths.map((path, index) => ({ path, offset: starts[index] ?? 0, limit: tailBytes })));
  const [stdout = "", stderr = ""] = tails.map((found, index) => wholeLines(found?.data.toString("utf8") ?? "", starts[index] ?? 0));
  const note = tails.every((found) => found === null) ? `No output was found on ${job.hostName}.` : null;
  return { stdout, stderr, note };
}

/** Leaves out the piece of a line, or of a character, with which a cut begins. */
function wholeLines(tail: string, start: number): string {
  if (start === 0) return tail;
  const end = tail.indexOf("\n");
  return end === -1 || end === tail.length - 1 ? tail.replace(/^\uFFFD+/, "") : tail.slice(end + 1);
}

async function within<Answer>(limitMs: number, work: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs / 1_000} s`)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
