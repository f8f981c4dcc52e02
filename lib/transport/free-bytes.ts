import type { Socket } from "node:net";

/** Below this the garbage collector may have it. */
const worthwhileBytes = 16_384;

/**
 * Gives the memory of a buffer back at once; of one that nobody else uses. What waits for the garbage collector makes it
 * run every few megabytes, which in a long transfer took half of the processor. A buffer that shares its memory is left alone.
 */
export function freeBytes(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (bytes.byteLength >= worthwhileBytes && bytes.byteLength === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** For a socket whose only writer is ssh2, which makes a buffer for each packet and forgets it once it is written. */
export function freeWhatIsSent(socket: Socket): void {
  const write = socket.write.bind(socket) as (bytes: Uint8Array, done: () => void) => boolean;
  socket.write = (bytes: Uint8Array | string) => {
    const packet = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
    return write(packet, () => freeBytes(packet));
  };
}
