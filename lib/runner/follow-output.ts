import { setTimeout as sleep } from "node:timers/promises";
import { AppError, messageOf } from "@/lib/domain/errors";
import type { JobId } from "@/lib/domain/ids";
import { isFinal } from "@/lib/domain/job-state";
import { makeLogChunk, startOfLine, type LogChunk } from "@/lib/format/log-chunk";
import { News } from "./news";
import type { JobWithOutput, OutputStream } from "./output-place";
import { readOutput, type OutputReader } from "./read-output";
import type { Services } from "./services";

export type OutputNews =
  | { kind: "chunk"; chunk: LogChunk }
  /** The output is shorter than it was: what was sent is void. */
  | { kind: "restart" }
  /** It cannot be read for now; it is tried again. */
  | { kind: "waiting"; sentence: string }
  /** The job has ended and all is sent. */
  | { kind: "end"; offset: number };

export interface FollowLimits {
  /** Bytes up to which an output is sent from its beginning, so that its lines have numbers. */
  wholeBytes: number;
  /** Bytes before the end at which a new reader begins, and where one that fell behind goes on. */
  tailBytes: number;
  chunkBytes: number;
  bytesPerSecond: number;
  /** Bytes that a reader may be behind before parts are skipped. */
  behindBytes: number;
  idleMs: number;
}

const usual: FollowLimits = {
  wholeBytes: 192 * 1024,
  tailBytes: 64 * 1024,
  chunkBytes: 64 * 1024,
  bytesPerSecond: 256 * 1024,
  behindBytes: 512 * 1024,
  idleMs: 1_000,
};

type Needs = OutputReader & Pick<Services, "jobs" | "live">;

/**
 * An output as it grows: after byte `after` with no gap and nothing twice, or near its end when null. Reads no more than
 * it sends and no faster than a page can show; where the output outruns that, a part is skipped and said. A host that does
 * not answer is waited for.
 */
export async function* followOutput(
  services: Needs,
  jobId: JobId,
  stream: OutputStream,
  { after, signal, task = null, limits: chosen = {} }: { after: number | null; signal: AbortSignal; task?: number | null; limits?: Partial<FollowLimits> },
): AsyncGenerator<OutputNews> {
  const limits = { ...usual, ...chosen };
  let at = after;
  let failures = 0;
  // A reader learns that its output can be read although nothing is in it yet.
  let isTold = false;
  const news = new News(services.live, jobId, signal, (each) => each.kind !== "output" || each[stream] !== at);
  try {
    while (!signal.aborted) {
      const whole = services.jobs.find(jobId);
      if (!whole) return;
      const job = { ...whole, task };
      const hasEnded = isFinal(job.state);
      let found: Piece;
      try {
        found = await readPiece(services, job, stream, at, limits);
        failures = 0;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        isTold = false;
        yield { kind: "waiting", sentence: messageOf(error) };
        await pause(Math.min(error.retryAfterMs ?? 1_000 * 2 ** failures++, 30_000), signal);
        continue;
      }
      if (found.isShorter) {
        at = null;
        yield { kind: "restart" };
        continue;
      }

      const chunk = makeLogChunk(found.from, found.data, hasEnded && found.from + found.data.length >= found.size);
      at = chunk.offset;
      if (chunk.text !== "" || !(isTold || hasEnded)) yield { kind: "chunk", chunk: found.skipped > 0 ? { ...chunk, skipped: found.skipped } : chunk };
      isTold = true;
      if (hasEnded && at >= found.size) {
        yield { kind: "end", offset: at };
        return;
      }
      const isMore = chunk.text !== "" && at < found.size;
      if (isMore) await pause((found.data.length / limits.bytesPerSecond) * 1_000, signal);
      else await news.next(limits.idleMs);
    }
  } finally {
    news.close();
  }
}

interface Piece {
  from: number;
  data: Buffer;
  size: number;
  skipped: number;
  isShorter: boolean;
}

async function readPiece(services: Needs, job: JobWithOutput, stream: OutputStream, at: number | null, limits: FollowLimits): Promise<Piece> {
  if (at !== null) {
    const { size, data } = await readOutput(services, job, stream, at, limits.chunkBytes);
    const isGone = size === 0 && isFinal(job.state);
    if (size < at && !isGone) return { from: 0, data, size, skipped: 0, isShorter: true };
    if (size - at <= limits.behindBytes) return { from: at, data, size: Math.max(size, at), skipped: 0, isShorter: false };
  }

  const { size } = await readOutput(services, job, stream, 0, 0);
  const isShort = at === null && size <= limits.wholeBytes;
  const start = isShort ? 0 : Math.max(at ?? 0, size - limits.tailBytes, 0);
  if (start === size) return { from: start, data: Buffer.alloc(0), size, skipped: 0, isShorter: false };
  const { data } = await readOutput(services, job, stream, start, Math.min(limits.tailBytes, limits.chunkBytes));
  const left = start === (at ?? 0) ? 0 : startOfLine(data);
  const from = start + left;
  return { from, data: data.subarray(left), size, skipped: at === null ? 0 : from - at, isShorter: false };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
