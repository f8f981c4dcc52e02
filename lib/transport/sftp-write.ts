import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { breakOff } from "./break-off";
import { piecesOf } from "./pieces-of";
import type { SftpSession } from "./sftp-session";
import type { WriteResult } from "./transport";

/** Bytes sent and not yet confirmed: what fits into SSH's window, and as much again. */
const inFlightBytes = 4 * 1024 * 1024;

/** Writes a whole file, many pieces on their way at a time, and hashes it as it goes. Rejects with what the server says. */
export async function writeOverSftp(session: SftpSession, path: string, source: Readable | Buffer | string, mode: number | undefined): Promise<WriteResult> {
  const handle = await session.ask<Buffer>((sftp, done) => sftp.open(path, "w", mode === undefined ? {} : { mode }, done));
  const bytes = typeof source === "string" ? Buffer.from(source) : source;
  if (Buffer.isBuffer(bytes) && bytes.length <= session.chunkBytes.write) return writeSmall(session, handle, bytes, mode);
  const hash = createHash("sha256");
  const flight = new Flight(session, handle);
  const forget = session.onLost((reason) => {
    if (bytes instanceof Readable) breakOff(bytes, reason);
  });
  try {
    if (mode !== undefined) await session.ask((sftp, done) => sftp.fsetstat(handle, { mode }, done));
    for await (const piece of piecesOf(bytes)) {
      hash.update(piece);
      await flight.send(piece);
    }
    await flight.land();
    await session.ask((sftp, done) => sftp.close(handle, done));
    return { size: flight.size, sha256: hash.digest("hex") };
  } catch (error) {
    await flight.abandon();
    throw error;
  } finally {
    forget();
  }
}

/** All that is left to do goes out at once, since the server does it in order: one round trip. */
async function writeSmall(session: SftpSession, handle: Buffer, bytes: Buffer, mode: number | undefined): Promise<WriteResult> {
  const answers = await Promise.allSettled([
    mode === undefined ? null : session.ask((sftp, done) => sftp.fsetstat(handle, { mode }, done)),
    bytes.length === 0 ? null : session.ask((sftp, done) => sftp.write(handle, bytes, 0, bytes.length, 0, done)),
    session.ask((sftp, done) => sftp.close(handle, done)),
  ]);
  for (const answer of answers) if (answer.status === "rejected") throw answer.reason;
  return { size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** The writes on their way. ssh2 copies what it is given at once, so one buffer serves to join small pieces. */
class Flight {
  readonly #joined: Buffer;
  #joinedBytes = 0;
  #flyingBytes = 0;
  #failure: unknown;
  #wake: (() => void) | null = null;
  size = 0;

  constructor(
    private readonly session: SftpSession,
    private readonly handle: Buffer,
  ) {
    this.#joined = Buffer.allocUnsafe(session.chunkBytes.write);
  }

  async send(piece: Buffer): Promise<void> {
    const chunkBytes = this.#joined.length;
    for (let at = 0; at < piece.length; ) {
      if (this.#joinedBytes === 0 && piece.length - at >= chunkBytes) {
        await this.#write(piece.subarray(at, at + chunkBytes));
        at += chunkBytes;
        continue;
      }
      const copied = piece.copy(this.#joined, this.#joinedBytes, at);
      this.#joinedBytes += copied;
      at += copied;
      if (this.#joinedBytes === chunkBytes) await this.#flush();
    }
  }

  /** Waits until all has arrived. */
  async land(): Promise<void> {
    await this.#flush();
    while (this.#flyingBytes > 0) await this.#change();
    if (this.#failure) throw this.#failure;
  }

  /** Waits for what is on its way, and closes the file. */
  async abandon(): Promise<void> {
    while (this.#flyingBytes > 0) await this.#change();
    if (!this.session.isOpen) return;
    await this.session
      .ask((sftp, done) => sftp.close(this.handle, done))
      .catch((error: unknown) => {
        this.#failure ??= error;
      });
  }

  async #flush(): Promise<void> {
    const bytes = this.#joinedBytes;
    this.#joinedBytes = 0;
    if (bytes > 0) await this.#write(this.#joined.subarray(0, bytes));
  }

  async #write(chunk: Buffer): Promise<void> {
    const position = this.size;
    this.size += chunk.length;
    this.#flyingBytes += chunk.length;
    const landed = () => {
      this.#flyingBytes -= chunk.length;
      this.#wake?.();
    };
    this.session
      .ask((sftp, done) => sftp.write(this.handle, chunk, 0, chunk.length, position, done))
      .then(landed, (error: unknown) => {
        this.#failure ??= error;
        landed();
      });
    while (this.#flyingBytes > inFlightBytes) await this.#change();
    if (this.#failure) throw this.#failure;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
