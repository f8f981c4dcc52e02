import type { Stats } from "node:fs";
import { type FileHandle, lstat, mkdir, open, readdir, readlink, realpath, rename, rm, rmdir, stat, symlink, utimes, chmod } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type Attributes, type FileEntry, type SFTPWrapper, utils } from "ssh2";

const { STATUS_CODE, OPEN_MODE } = utils.sftp;
const pageSize = 100;

interface Folder {
  path: string;
  names: string[];
}

/** SFTP version 3 over the real file system, without extensions. It makes folders in any order, as a server may. */
export function serveSftp(sftp: SFTPWrapper): void {
  const files = new Map<number, FileHandle>();
  const folders = new Map<number, Folder>();
  let nextHandle = 1;

  function newHandle<Thing>(things: Map<number, Thing>, thing: Thing): Buffer {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(nextHandle);
    things.set(nextHandle, thing);
    nextHandle += 1;
    return handle;
  }

  function fileOf(handle: Buffer): FileHandle {
    const file = files.get(handle.readUInt32BE());
    if (!file) throw Object.assign(new Error("no such handle"), { code: "EBADF" });
    return file;
  }

  /** Answers a request; a failure of the file system becomes its status. */
  function answer(id: number, work: () => Promise<void>): void {
    work().catch((error: NodeJS.ErrnoException) => {
      const code = error.code === "ENOENT" ? STATUS_CODE.NO_SUCH_FILE : error.code === "EACCES" ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE;
      sftp.status(id, code, error.message);
    });
  }

  function done(id: number, work: () => Promise<unknown>): void {
    answer(id, async () => {
      await work();
      sftp.status(id, STATUS_CODE.OK);
    });
  }

  sftp.on("OPEN", (id, path, flags, attributes) =>
    answer(id, async () => {
      const file = await open(path, modeOf(flags), attributes.mode || 0o666);
      sftp.handle(id, newHandle(files, file));
    }),
  );
  sftp.on("READ", (id, handle, offset, length) =>
    answer(id, async () => {
      const { bytesRead, buffer } = await fileOf(handle).read(Buffer.alloc(length), 0, length, offset);
      if (bytesRead === 0) sftp.status(id, STATUS_CODE.EOF);
      else sftp.data(id, buffer.subarray(0, bytesRead));
    }),
  );
  sftp.on("WRITE", (id, handle, offset, data) => done(id, () => fileOf(handle).write(data, 0, data.length, offset)));
  sftp.on("FSTAT", (id, handle) => answer(id, async () => void sftp.attrs(id, attributesOf(await fileOf(handle).stat()))));
  sftp.on("FSETSTAT", (id, handle, attributes) =>
    done(id, async () => {
      if (attributes.mode !== undefined) await fileOf(handle).chmod(attributes.mode & 0o7777);
    }),
  );
  sftp.on("CLOSE", (id, handle) =>
    done(id, async () => {
      const number = handle.readUInt32BE();
      const file = files.get(number);
      files.delete(number);
      folders.delete(number);
      await file?.close();
    }),
  );
  sftp.on("STAT", (id, path) => answer(id, async () => void sftp.attrs(id, attributesOf(await stat(path)))));
  sftp.on("LSTAT", (id, path) => answer(id, async () => void sftp.attrs(id, attributesOf(await lstat(path)))));
  sftp.on("SETSTAT", (id, path, attributes) =>
    done(id, async () => {
      if (attributes.mode !== undefined) await chmod(path, attributes.mode & 0o7777);
      if (attributes.mtime !== undefined) await utimes(path, attributes.atime, attributes.mtime);
    }),
  );
  sftp.on("OPENDIR", (id, path) =>
    answer(id, async () => {
      const names = await readdir(path);
      sftp.handle(id, newHandle(folders, { path, names }));
    }),
  );
  sftp.on("READDIR", (id, handle) =>
    answer(id, async () => {
      const folder = folders.get(handle.readUInt32BE());
      const names = folder?.names.splice(0, pageSize) ?? [];
      if (!folder || names.length === 0) sftp.status(id, STATUS_CODE.EOF);
      else sftp.name(id, await Promise.all(names.map((name) => entryOf(folder.path, name))));
    }),
  );
  sftp.on("MKDIR", (id, path, attributes) =>
    done(id, async () => {
      if (Math.random() < 0.5) await nextTurn();
      await mkdir(path, attributes.mode || 0o777);
    }),
  );
  sftp.on("RMDIR", (id, path) => done(id, () => rmdir(path)));
  sftp.on("REMOVE", (id, path) => done(id, () => rm(path)));
  sftp.on("RENAME", (id, from, to) => done(id, () => renameIfFree(from, to)));
  sftp.on("READLINK", (id, path) => answer(id, async () => void sftp.name(id, [named(await readlink(path))])));
  sftp.on("SYMLINK", (id, target, path) => done(id, () => symlink(target, path)));
  sftp.on("REALPATH", (id, path) => answer(id, async () => void sftp.name(id, [named(await realpath(path))])));
}

/** Version 3 of SFTP does not replace a file that exists. */
async function renameIfFree(from: string, to: string): Promise<void> {
  const taken = await lstat(to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
  if (taken) throw new Error("the new name is taken");
  await rename(from, to);
}

async function entryOf(folder: string, name: string): Promise<FileEntry> {
  try {
    return { filename: name, longname: name, attrs: attributesOf(await lstat(`${folder}/${name}`)) };
  } catch (error) {
    // A name that is not UTF-8 cannot be found again by what Node makes of it.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return named(name);
    throw error;
  }
}

function named(path: string): FileEntry {
  return { filename: path, longname: path, attrs: { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 } };
}

function attributesOf({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes {
  return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1_000), mtime: Math.floor(mtimeMs / 1_000) };
}

function modeOf(flags: number): string {
  if (flags & OPEN_MODE.WRITE) {
    if (flags & OPEN_MODE.TRUNC) return flags & OPEN_MODE.READ ? "w+" : "w";
    if (flags & OPEN_MODE.APPEND) return "a";
    return "r+";
  }
  return "r";
}
