import { buffer } from "node:stream/consumers";
import { AppError } from "@/lib/domain/errors";
import { endOfLine, makeLogChunk, startOfLine, type LogChunk } from "@/lib/format/log-chunk";
import { placeOfOutput, type JobWithOutput, type OutputStream } from "./output-place";
import type { Services } from "./services";
import { sharedReads } from "./shared-reads";

export type OutputReader = Pick<Services, "files" | "connections">;

export interface OutputBytes {
  /** Of the whole output now; 0 while there is none. */
  size: number;
  data: Buffer;
}

const none: OutputBytes = { size: 0, data: Buffer.alloc(0) };
/** Readers that ask within this time for the same bytes of a host share one answer. */
const sharedForMs = 400;

/** Bytes of an output from its copy, else from the host; fewer at its end. A limit of 0 asks for the size alone. */
export async function readOutput(services: OutputReader, job: JobWithOutput, stream: OutputStream, offset: number, limit: number): Promise<OutputBytes> {
  const place = placeOfOutput(services, job, stream);
  if (place.kind === "none") return none;

  if (place.kind === "stored") {
    const { file } = place;
    const end = Math.min(offset + limit, file.size);
    const data = end > offset ? await buffer(await services.files.open(file, { start: offset, end })) : none.data;
    return { size: file.size, data };
  }
  return sharedReads().share(`${job.id} ${job.task ?? ""} ${stream} ${offset} ${limit}`, sharedForMs, async () => {
    const [found] = await services.connections.with(job.hostId, (transport) => transport.readRanges([{ path: place.path, offset, limit }]));
    return found ? { size: found.size, data: found.data } : none;
  });
}

export interface OutputRange extends LogChunk {
  size: number;
}

export const rangeLimit = 256 * 1024;

/**
 * A piece of an output for reading on: bytes `from` to `to`. `whole` says at which edges a line that is cut there is left
 * out, so that pieces put together have neither half lines nor lines twice.
 */
export async function readOutputRange(
  services: OutputReader,
  job: JobWithOutput,
  stream: OutputStream,
  { from, to, whole }: { from: number; to: number; whole: "start" | "end" | "both" | "neither" },
): Promise<OutputRange> {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to <= from || to - from > rangeLimit) {
    throw new AppError("invalid", "This part of the output cannot be read: ask for at most 256 KiB.");
  }
  const { size, data } = await readOutput(services, job, stream, from, to - from);
  const isWhole = (edge: "start" | "end") => whole === "both" || whole === edge;
  const left = from > 0 && isWhole("start") ? startOfLine(data) : 0;
  const rest = data.subarray(left);
  const reachesEnd = from + data.length >= size;
  const kept = reachesEnd || !isWhole("end") ? rest : rest.subarray(0, endOfLine(rest));
  return { ...makeLogChunk(from + left, kept, true), size };
}
