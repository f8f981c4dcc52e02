import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm, stat, statfs } from "node:fs/promises";
import { homedir } from "node:os";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/domain/errors";
import { diskFull } from "./disk-full";
import { execLocally } from "./local-exec";
import { listLocally } from "./local-list";
import { mapBounded } from "./map-bounded";
import { piecesOf } from "./pieces-of";
import type { RangeAnswer, RangeRequest, Transport, WriteResult } from "./transport";

const chunkBytes = 1024 * 1024;

/** This computer, without SSH: same contract, no network. */
export class LocalTransport implements Transport {
  exec: Transport["exec"] = (command, options) => execLocally(command, options);

  home(): Promise<string> {
    return Promise.resolve(homedir());
  }

  async makeDirectory(path: string): Promise<void> {
    await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw explainLocalError(error, "make the folder", path);
    });
  }

  async writeFile(path: string, source: Readable | Buffer | string, options?: { mode?: number }): Promise<WriteResult> {
    const file = await open(path, "w", options?.mode).catch((error: unknown) => {
      if (typeof source !== "string" && !Buffer.isBuffer(source)) source.destroy();
      throw explainLocalError(error, "write", path);
    });
    const hash = createHash("sha256");
    let size = 0;
    try {
      if (options?.mode !== undefined) await file.chmod(options.mode);
      for await (const chunk of piecesOf(source)) {
        hash.update(chunk);
        await writeWhole(file, chunk, size, path);
        size += chunk.length;
      }
    } finally {
      await file.close();
    }
    return { size, sha256: hash.digest("hex") };
  }

  readRanges(requests: readonly RangeRequest[]): Promise<(RangeAnswer | null)[]> {
    return mapBounded(requests, 32, readRange);
  }

  async openRead(path: string, { start = 0, end }: { start?: number; end?: number } = {}): Promise<Readable> {
    const file = await open(path, "r").catch((error: unknown) => {
      throw explainLocalError(error, "read", path);
    });
    const stats = await file.stat();
    const last = Math.min(end ?? stats.size, stats.size);
    if (stats.isDirectory() || last <= start) {
      await file.close();
      if (stats.isDirectory()) throw new AppError("remote", `“${path}” is a folder, not a file.`, { facts: { path } });
      return createReadStream("/dev/null");
    }
    return file.createReadStream({ start, end: last - 1, highWaterMark: chunkBytes });
  }

  list: Transport["list"] = (directory, options) =>
    listLocally(directory, options).catch((error: unknown) => {
      throw explainLocalError(error, "list", directory);
    });

  async rename(from: string, to: string): Promise<void> {
    await rename(from, to).catch((error: unknown) => {
      throw explainLocalError(error, "rename", from);
    });
  }

  sha256(paths: readonly string[]): Promise<(string | null)[]> {
    return mapBounded(paths, 8, async (path) => {
      const stats = await orNull(stat(path));
      if (!stats?.isFile()) return null;
      const hash = createHash("sha256");
      const hashed = await orNull(pipeline(createReadStream(path, { highWaterMark: chunkBytes }), hash).then(() => true));
      return hashed ? hash.digest("hex") : null;
    });
  }
}

async function writeWhole(file: FileHandle, chunk: Buffer, position: number, path: string): Promise<void> {
  try {
    for (let at = 0; at < chunk.length; ) {
      const { bytesWritten } = await file.write(chunk, at, chunk.length - at, position + at);
      at += bytesWritten;
    }
  } catch (error) {
    const code = codeOf(error);
    if (code !== "ENOSPC" && code !== "EDQUOT") throw explainLocalError(error, "write", path);
    const { bavail, bsize } = await statfs(path);
    await rm(path, { force: true });
    throw diskFull(path, { freeBytes: bavail * bsize, mount: path }, code === "EDQUOT", error);
  }
}

async function readRange({ path, offset, limit }: RangeRequest): Promise<RangeAnswer | null> {
  const stats = await orNull(stat(path));
  if (!stats?.isFile()) return null;
  const length = Math.max(0, Math.min(limit, stats.size - offset));
  if (length === 0) return { size: stats.size, modifiedAt: stats.mtime, data: Buffer.alloc(0) };
  const file = await orNull(open(path, "r"));
  if (!file) return null;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
    return { size: Math.max(stats.size, offset + bytesRead), modifiedAt: stats.mtime, data: buffer.subarray(0, bytesRead) };
  } finally {
    await file.close();
  }
}

async function orNull<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (["ENOENT", "EACCES", "EPERM", "ENOTDIR", "ELOOP"].includes(codeOf(error))) return null;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function explainLocalError(error: unknown, doing: string, path: string): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const facts = { path };
  if (code === "ENOENT") return new AppError("not_found", `There is no “${path}” on this computer.`, { cause: error, facts });
  if (code === "EEXIST" || code === "ENOTDIR") return new AppError("remote", `“${path}” exists on this computer and is no folder.`, { cause: error, facts });
  if (code === "EACCES" || code === "EPERM") {
    return new AppError("remote", `This computer does not let Sqmpy ${doing} “${path}” (permission denied). Choose another folder.`, { cause: error, facts });
  }
  const said = error instanceof Error ? error.message : String(error);
  return new AppError("remote", `This computer could not ${doing} “${path}” (${said}).`, { cause: error, facts });
}
