import { createHash } from "node:crypto";
import type { Transport } from "../transport";

/** What the suites work with; `transport` and `folder` are there once the tests run. */
export interface Bench {
  readonly transport: Transport;
  readonly smallDisk: string | null;
  readonly runsAsRoot: boolean;
  /** How many files make a big folder. */
  readonly manyFiles: number;
  /** An empty folder on the host. */
  fresh(): Promise<string>;
}

export const MB = 1024 * 1024;

export const oddNames = ["plain.txt", "two words", "quote's", 'double"quote', "line\nbreak", "-dash", "--", "ünïcödé 名前", "back\\slash", "semi;colon&", "$HOME `id`", "star*?[a]", "tab\there", " lead", "trail ", ".hidden", "!bang"];

/** The whole of a file, or a part. */
export async function read(transport: Transport, path: string, range?: { start?: number; end?: number }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await transport.openRead(path, range)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
