import type { FileEntryWithStats, Stats } from "ssh2";
import type { RemoteFile } from "@/lib/domain/job-file";
import { mapBounded } from "./map-bounded";
import { isEndOfFile, isNoSuchFile, isPermissionDenied } from "./sftp-error";
import type { SftpSession } from "./sftp-session";

/** Folders read, and links looked at, at a time. */
const width = 16;
/** Requests on their way for one folder, whose answers hold some hundred names each. */
const pagesAhead = 4;

export interface Found {
  files: RemoteFile[];
  leftOut: string[];
}

/** Walks a directory over SFTP; stops soon after more than `limit` files were found. */
export async function listOverSftp(session: SftpSession, directory: string, skip: ReadonlySet<string>, limit: number): Promise<Found> {
  const found: Found = { files: [], leftOut: [] };
  let level = [""];
  while (level.length > 0 && found.files.length <= limit) {
    const below = await mapBounded(level, width, async (folder) => {
      if (found.files.length > limit) return [];
      return readFolder(session, directory, folder, folder === "" ? skip : noNames, found);
    });
    level = below.flat();
  }
  return found;
}

const noNames: ReadonlySet<string> = new Set();

/** Adds a folder's files to `found` and answers its subfolders. */
async function readFolder(session: SftpSession, directory: string, folder: string, skip: ReadonlySet<string>, found: Found): Promise<string[]> {
  const entries = await entriesOf(session, `${directory}/${folder}`).catch((error: unknown) => {
    if (isNoSuchFile(error)) return [];
    if (!isPermissionDenied(error)) throw error;
    found.leftOut.push(folder);
    return [];
  });
  const folders: string[] = [];
  const unclear: { path: string; isOddName: boolean }[] = [];
  for (const { filename, attrs } of entries) {
    if (skip.has(filename)) continue;
    const path = folder === "" ? filename : `${folder}/${filename}`;
    if (filename.includes("\uFFFD")) unclear.push({ path, isOddName: true });
    else if (attrs.isDirectory()) folders.push(path);
    else if (attrs.isFile()) found.files.push(remoteFile(path, attrs));
    else if (attrs.isSymbolicLink()) unclear.push({ path, isOddName: false });
  }
  await mapBounded(unclear, width, async ({ path, isOddName }) => {
    const attrs = await session.ask<Stats>((sftp, done) => sftp.stat(`${directory}/${path}`, done)).catch((error: unknown) => {
      if (isNoSuchFile(error) || isPermissionDenied(error)) return null;
      throw error;
    });
    if (attrs?.isFile()) found.files.push(remoteFile(path, attrs));
    else if (isOddName && !attrs) found.leftOut.push(path);
    else if (isOddName && attrs?.isDirectory()) folders.push(path);
  });
  return folders;
}

async function entriesOf(session: SftpSession, path: string): Promise<FileEntryWithStats[]> {
  const handle = await session.ask<Buffer>((sftp, done) => sftp.opendir(path, done));
  try {
    const entries: FileEntryWithStats[] = [];
    for (;;) {
      const pages = await Promise.all(Array.from({ length: pagesAhead }, () => readPage(session, handle)));
      for (const page of pages) if (page) entries.push(...page);
      if (pages.includes(null)) return entries;
    }
  } finally {
    if (session.isOpen) await session.ask((sftp, done) => sftp.close(handle, done));
  }
}

/** null at the end. */
function readPage(session: SftpSession, handle: Buffer): Promise<FileEntryWithStats[] | null> {
  return session.ask<FileEntryWithStats[]>((sftp, done) => sftp.readdir(handle, done)).catch((error: unknown) => {
    if (isEndOfFile(error)) return null;
    throw error;
  });
}

function remoteFile(path: string, attrs: Stats): RemoteFile {
  return { path, size: attrs.size, modifiedAt: new Date(attrs.mtime * 1_000), executable: (attrs.mode & 0o111) !== 0 };
}
