import { Readable } from "node:stream";
import { AppError } from "@/lib/domain/errors";
import { breakOff } from "./break-off";
import { isEndOfFile } from "./sftp-error";
import type { SftpSession } from "./sftp-session";

/** Bytes asked for ahead of the reader. */
const aheadBytes = 4 * 1024 * 1024;

interface OpenFile {
  session: SftpSession;
  handle: Buffer;
  /** First byte, and the one after the last. */
  start: number;
  end: number;
  explain: (error: unknown) => AppError;
}

/** Reads ahead with many requests at a time, gives the bytes in order, and waits while its reader does. */
export class SftpReadStream extends Readable {
  readonly #file: OpenFile;
  readonly #chunkBytes: number;
  readonly #pieces: Promise<Buffer>[] = [];
  #next: number;
  #isPumping = false;

  constructor(file: OpenFile) {
    super({ highWaterMark: 1024 * 1024 });
    this.#file = file;
    this.#next = file.start;
    this.#chunkBytes = file.session.chunkBytes.read;
    this.once("close", file.session.borrow());
  }

  override _read(): void {
    if (!this.#isPumping) void this.#pump();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    const { session, handle } = this.#file;
    if (!session.isOpen) {
      callback(error);
      return;
    }
    session.ask((sftp, done) => sftp.close(handle, done)).then(
      () => callback(error),
      (closing: Error) => callback(error ?? closing),
    );
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    try {
      while (!this.destroyed) {
        this.#askAhead();
        const piece = this.#pieces.shift();
        if (!piece) {
          this.push(null);
          return;
        }
        const bytes = await piece;
        if (bytes.length === 0) {
          this.push(null);
          return;
        }
        if (!this.push(bytes)) return;
      }
    } catch (error) {
      breakOff(this, this.#file.explain(error));
    } finally {
      this.#isPumping = false;
    }
  }

  #askAhead(): void {
    const width = Math.max(2, Math.floor(aheadBytes / this.#chunkBytes));
    while (this.#pieces.length < width && this.#next < this.#file.end) {
      const length = Math.min(this.#chunkBytes, this.#file.end - this.#next);
      const piece = readPiece(this.#file, this.#next, length);
      // Awaited in its turn; until then a rejection is not lost.
      piece.catch(() => undefined);
      this.#pieces.push(piece);
      this.#next += length;
    }
  }
}

/** Reads a piece whole, though the server may give it in parts; shorter only at the file's end. */
export async function readPiece({ session, handle }: Pick<OpenFile, "session" | "handle">, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const got = await session
      .ask<number>((sftp, done) => sftp.read(handle, bytes, filled, length - filled, start + filled, done))
      .catch((error: unknown) => {
        if (isEndOfFile(error)) return 0;
        throw error;
      });
    if (got === 0) break;
    filled += got;
  }
  return filled === length ? bytes : bytes.subarray(0, filled);
}
