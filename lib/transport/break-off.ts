import type { Readable } from "node:stream";

/** Ends a stream with an error that its reader gets; where nobody reads it yet, or any more, the error is nobody's crash. */
export function breakOff(stream: Readable, reason: Error): void {
  stream.on("error", () => undefined);
  stream.destroy(reason);
}
