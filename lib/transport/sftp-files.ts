import { dirname } from "node:path/posix";
import type { Readable } from "node:stream";
import type { Stats } from "ssh2";
import { AppError } from "@/lib/domain/errors";
import type { FileAccess } from "./file-access";
import { listAnswer } from "./list-answer";
import { explainSftpError, isFailure, isNoSuchFile } from "./sftp-error";
import { listOverSftp } from "./sftp-list";
import { readRangesOverSftp } from "./sftp-ranges";
import { SftpReadStream } from "./sftp-read-stream";
import type { SftpSession } from "./sftp-session";
import { writeOverSftp } from "./sftp-write";

/** Says why a file could not be written, when the disk is the reason; else null. */
export type DiskProbe = (path: string) => Promise<AppError | null>;

/** Lends the one SFTP channel, opened again when it was lost. */
export type LendSession = <Answer>(use: (session: SftpSession) => Promise<Answer>) => Promise<Answer>;

export function sftpFiles(lend: LendSession, probeDisk: DiskProbe): FileAccess {
  return {
    makeDirectory: (path) => lend((session) => makeDirectory(session, path)),

    writeFile: (path, source, options) =>
      lend(async (session) => {
        try {
          return await writeOverSftp(session, path, source, options?.mode);
        } catch (error) {
          throw await explainWrite(session, path, error, probeDisk);
        }
      }),

    readRanges: (requests) => lend((session) => explained(readRangesOverSftp(session, requests), "read", requests[0]?.path ?? "")),

    openRead: (path, range) => lend((session) => openRead(session, path, range)),

    list: (directory, { skip = [], limit = Number.POSITIVE_INFINITY } = {}) =>
      lend(async (session) => {
        const { files, leftOut } = await explained(listOverSftp(session, directory, new Set(skip), limit), "list", directory);
        return listAnswer(files, leftOut, limit);
      }),

    rename: (from, to) => lend((session) => explained(rename(session, from, to), "rename", from)),
  };
}

async function openRead(session: SftpSession, path: string, { start = 0, end }: { start?: number; end?: number } = {}): Promise<Readable> {
  const explain = (error: unknown) => explainSftpError(error, "read", path);
  const handle = await explained(session.ask<Buffer>((sftp, done) => sftp.open(path, "r", done)), "read", path);
  const stats = await explained(session.ask<Stats>((sftp, done) => sftp.fstat(handle, done)), "read", path);
  if (stats.isDirectory()) {
    await session.ask((sftp, done) => sftp.close(handle, done));
    throw new AppError("remote", `“${path}” is a folder, not a file.`, { facts: { path } });
  }
  const last = Math.min(end ?? Number.POSITIVE_INFINITY, stats.size);
  return new SftpReadStream({ session, handle, start, end: Math.max(start, last), explain });
}

/**
 * Asks for the folder and all above it in one go: most servers take requests in their order, and those for folders that are
 * there fail without harm. Only when the folder is not there afterwards are they made one by one, to learn the reason.
 */
async function makeDirectory(session: SftpSession, path: string): Promise<void> {
  const asked = ancestorsOf(path).map((folder) => makeFolder(session, folder));
  // All together: a server may answer the look first, and nobody would hear its refusal.
  const [look] = await Promise.allSettled([lookAt(session, path), ...asked]);
  if (look.status === "rejected") throw look.reason;
  if (look.value === null) return makeOneByOne(session, path);
  refuseOther(look.value, path);
}

function ancestorsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...ancestorsOf(parent), path];
}

async function makeOneByOne(session: SftpSession, path: string): Promise<void> {
  for (const folder of ancestorsOf(path)) {
    const found = await lookAt(session, folder);
    if (found) {
      refuseOther(found, folder);
      continue;
    }
    try {
      await makeFolder(session, folder);
    } catch (refusal) {
      // Another job may have made it since the look.
      const foundNow = await lookAt(session, folder);
      if (!foundNow?.isDirectory()) throw explainSftpError(refusal, "make the folder", folder);
    }
  }
}

function makeFolder(session: SftpSession, path: string): Promise<void> {
  return session.ask((sftp, done) => sftp.mkdir(path, { mode: 0o700 }, done));
}

/** Null when there is nothing. */
async function lookAt(session: SftpSession, path: string): Promise<Stats | null> {
  try {
    return await session.ask<Stats>((sftp, done) => sftp.stat(path, done));
  } catch (missing) {
    if (isNoSuchFile(missing) || isFailure(missing)) return null;
    throw explainSftpError(missing, "look at", path);
  }
}

function refuseOther(found: Stats, path: string): void {
  if (!found.isDirectory()) throw new AppError("remote", `“${path}” exists on the host and is no folder.`, { facts: { path } });
}

async function rename(session: SftpSession, from: string, to: string): Promise<void> {
  try {
    await session.ask((sftp, done) => sftp.ext_openssh_rename(from, to, done));
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes("does not support this extended request")) throw error;
    await session.ask((sftp, done) => sftp.unlink(to, done)).catch((missing: unknown) => {
      if (!isNoSuchFile(missing)) throw missing;
    });
    await session.ask((sftp, done) => sftp.rename(from, to, done));
  }
}

/** SFTP says only "Failure" for a full disk; half a file is taken away again, so that it does not fill it. */
async function explainWrite(session: SftpSession, path: string, error: unknown, probeDisk: DiskProbe): Promise<unknown> {
  if (isNoSuchFile(error)) {
    return new AppError("not_found", `The folder of “${path}” does not exist on the host.`, { cause: error, facts: { path } });
  }
  if (!isFailure(error)) return error instanceof Error && "code" in error && typeof error.code === "number" ? explainSftpError(error, "write", path) : error;
  const full = await probeDisk(path);
  await session.ask((sftp, done) => sftp.unlink(path, done)).catch((unlinking: unknown) => {
    if (!isNoSuchFile(unlinking) && !isFailure(unlinking)) throw explainSftpError(unlinking, "remove", path);
  });
  return full ?? explainSftpError(error, "write", path);
}

async function explained<Answer>(answer: Promise<Answer>, doing: string, path: string): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw explainSftpError(error, doing, path);
  }
}
