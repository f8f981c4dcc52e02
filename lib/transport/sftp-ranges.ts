import type { Stats } from "ssh2";
import { mapBounded } from "./map-bounded";
import { isFailure, isNoSuchFile, isPermissionDenied } from "./sftp-error";
import { readPiece } from "./sftp-read-stream";
import type { SftpSession } from "./sftp-session";
import type { RangeAnswer, RangeRequest } from "./transport";

/** Files open at a time; servers take some hundred. */
const width = 64;

export function readRangesOverSftp(session: SftpSession, requests: readonly RangeRequest[]): Promise<(RangeAnswer | null)[]> {
  return mapBounded(requests, width, (request) => readRange(session, request));
}

async function readRange(session: SftpSession, { path, offset, limit }: RangeRequest): Promise<RangeAnswer | null> {
  if (limit === 0) {
    const stats = await orNull(session.ask<Stats>((sftp, done) => sftp.stat(path, done)));
    return stats?.isFile() ? { size: stats.size, modifiedAt: modifiedAt(stats), data: Buffer.alloc(0) } : null;
  }
  const handle = await orNull(session.ask<Buffer>((sftp, done) => sftp.open(path, "r", done)));
  if (!handle) return null;
  try {
    const stats = await session.ask<Stats>((sftp, done) => sftp.fstat(handle, done));
    if (!stats.isFile()) return null;
    const length = Math.max(0, Math.min(limit, stats.size - offset));
    const data = await readAll(session, handle, offset, length);
    return { size: Math.max(stats.size, data.length > 0 ? offset + data.length : 0), modifiedAt: modifiedAt(stats), data };
  } finally {
    if (session.isOpen) await session.ask((sftp, done) => sftp.close(handle, done));
  }
}

async function readAll(session: SftpSession, handle: Buffer, offset: number, length: number): Promise<Buffer> {
  const chunkBytes = session.chunkBytes.read;
  if (length <= 0) return Buffer.alloc(0);
  if (length <= chunkBytes) return readPiece({ session, handle }, offset, length);
  const starts = Array.from({ length: Math.ceil(length / chunkBytes) }, (_, index) => index * chunkBytes);
  const pieces = await mapBounded(starts, 16, (start) => readPiece({ session, handle }, offset + start, Math.min(chunkBytes, length - start)));
  return Buffer.concat(pieces);
}

function modifiedAt(stats: Stats): Date {
  return new Date(stats.mtime * 1_000);
}

/** OpenSSH answers Failure for a path whose parent is a file. */
async function orNull<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (isNoSuchFile(error) || isPermissionDenied(error) || isFailure(error)) return null;
    throw error;
  }
}
