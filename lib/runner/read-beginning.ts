import type { FoundFile } from "./find-file";

/** The first bytes of a file, at most `limit`. */
export async function readBeginning(file: FoundFile, limit: number): Promise<Buffer> {
  const end = Math.min(limit, file.size);
  if (end === 0) return Buffer.alloc(0);
  const pieces: Buffer[] = [];
  for await (const piece of await file.open({ start: 0, end })) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).subarray(0, limit);
}
