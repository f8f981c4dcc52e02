import type { Readable } from "node:stream";

/** The bytes of whatever a file may be written from, in the pieces in which they come. */
export async function* piecesOf(source: Readable | Buffer | string): AsyncGenerator<Buffer> {
  if (Buffer.isBuffer(source)) yield source;
  else if (typeof source === "string") yield Buffer.from(source);
  else for await (const piece of source as AsyncIterable<Buffer | string>) yield typeof piece === "string" ? Buffer.from(piece) : piece;
}
