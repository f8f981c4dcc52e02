import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { SftpSession } from "./sftp-session";
import type { WriteResult } from "./transport";

/** Bytes sent and not yet confirmed: what fits into SSH's window, and twice. */
const inFlightBytes = 4 * 1024 * 1024;

/** Writes a whole file, many pieces on their way at a time, and hashes it as it goes. Rejects with what the server says. */
export async function writeOverSftp(session: SftpSession, path: string, source: Readable | Buffer | string, mode: number | undefined): Promise<WriteResult> {
  const handle = await session.ask<Buffer>((sftp, done) => sftp.open(path, "w", mode === undefined ? {} : { mode }, done));
  const hash = createHash("sha256");
  const chunkBytes = session.chunkBytes.write;
  const width = Math.max(2, Math.floor(inFlightBytes / chunkBytes));
  const flying = new Set<Promise<void>>();
  const forget = session.onLost((reason) => {
    if (source instanceof Readable) source.destroy(reason);
  });
  let failure: unknown;
  let size = 0;

  async function send(chunk: Buffer): Promise<void> {
    const position = size;
    size += chunk.length;
    hash.update(chunk);
    const flight = session
      .ask((sftp, done) => sftp.write(handle, chunk, 0, chunk.length, position, done))
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => flying.delete(flight));
    flying.add(flight);
    if (flying.size >= width) await Promise.race(flying);
    if (failure) throw failure;
  }

  try {
    if (mode !== undefined) await session.ask((sftp, done) => sftp.fsetstat(handle, { mode }, done));
    for await (const chunk of chunksOf(source, chunkBytes)) await send(chunk);
    await Promise.all(flying);
    if (failure) throw failure;
  } catch (error) {
    await Promise.all(flying);
    if (session.isOpen) await session.ask((sftp, done) => sftp.close(handle, done)).catch((closing: unknown) => (failure ??= closing));
    throw error;
  } finally {
    forget();
  }
  await session.ask((sftp, done) => sftp.close(handle, done));
  return { size, sha256: hash.digest("hex") };
}

/** Cuts and joins to pieces of `bytes`; the last one is shorter. */
export async function* chunksOf(source: Readable | Buffer | string, bytes: number): AsyncGenerator<Buffer> {
  if (typeof source === "string" || Buffer.isBuffer(source)) {
    const whole = typeof source === "string" ? Buffer.from(source) : source;
    for (let at = 0; at < whole.length; at += bytes) yield whole.subarray(at, at + bytes);
    return;
  }
  let held: Buffer[] = [];
  let length = 0;
  for await (const piece of source as AsyncIterable<Buffer | string>) {
    const chunk = typeof piece === "string" ? Buffer.from(piece) : piece;
    held.push(chunk);
    length += chunk.length;
    if (length < bytes) continue;
    const joined = held.length === 1 ? chunk : Buffer.concat(held, length);
    const whole = joined.length - (joined.length % bytes);
    for (let at = 0; at < whole; at += bytes) yield joined.subarray(at, at + bytes);
    const rest = joined.subarray(whole);
    held = rest.length > 0 ? [rest] : [];
    length = rest.length;
  }
  if (length > 0) yield Buffer.concat(held, length);
}
