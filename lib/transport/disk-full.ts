import { AppError } from "@/lib/domain/errors";
import { formatBytes } from "@/lib/format/bytes";
import { quote } from "@/lib/schedulers/quote";
import type { RawResult } from "./ssh-exec";

export interface FreeSpace {
  freeBytes: number;
  /** Where the disk is mounted. */
  mount: string;
}

/** Prints what `df -Pk` says of the disk of a path, or of its nearest folder that exists. */
export function freeSpaceScript(path: string): string {
  return `p=${quote(path)}; while [ ! -e "$p" ] && [ "$p" != / ] && [ "$p" != . ]; do p=$(dirname -- "$p"); done; LC_ALL=C df -Pk -- "$p" 2>/dev/null || LC_ALL=C df -Pk "$p"`;
}

/** Reads POSIX `df -P` in blocks of 1,024 bytes: file system, blocks, used, available, capacity, mount point. */
export function readFreeSpace(text: string): FreeSpace | null {
  const line = text.trim().split("\n").at(-1) ?? "";
  const found = /^.+?\s+\d+\s+\d+\s+(-?\d+)\s+\d+%\s+(\/.*)$/.exec(line);
  return found ? { freeBytes: Math.max(0, Number(found[1])) * 1_024, mount: found[2] ?? "/" } : null;
}

/** Tries to write 64 KiB more to a file that could not be written, and says why it fails. */
export function probeScript(path: string): string {
  return `${freeSpaceScript(path)}; echo; (dd if=/dev/zero bs=65536 count=1 >> ${quote(path)}) 2>&1 | head -c 500`;
}

export function isFullText(text: string): boolean {
  return /no space left|disk quota exceeded|quota exceeded|not enough space|disc quota/i.test(text);
}

/** The error for a full disk or a used-up quota; null when the disk is not what was in the way. */
export function readDiskFull(path: string, { stdout }: Pick<RawResult, "stdout">): AppError | null {
  const text = stdout.toString("utf8");
  const space = readFreeSpace(text.split("\n\n")[0] ?? "");
  return isFullText(text) ? diskFull(path, space, /quota/i.test(text)) : null;
}

export function diskFull(path: string, space: FreeSpace | null, isQuota: boolean, cause?: unknown): AppError {
  const free = space ? `${formatBytes(space.freeBytes)} are free on ${space.mount}` : "how much is free is not known";
  const what = isQuota ? `Your disk quota on the host is used up (${free})` : `The disk of the host is full (${free})`;
  return new AppError("disk_full", `${what}: “${path}” could not be written. Delete files there, or choose a working directory on another disk.`, {
    facts: space ? { path, freeBytes: space.freeBytes, mount: space.mount } : { path },
    cause,
  });
}
