import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import type { RemoteFile } from "@/lib/domain/job-file";
import { listAnswer } from "./list-answer";
import { mapBounded } from "./map-bounded";
import type { ListAnswer, ListOptions } from "./transport";

const width = 16;
const utf8 = new TextDecoder("utf-8", { fatal: true });

export async function listLocally(directory: string, { skip = [], limit = Number.POSITIVE_INFINITY }: ListOptions = {}): Promise<ListAnswer> {
  const files: RemoteFile[] = [];
  const leftOut: string[] = [];
  let level = [""];
  while (level.length > 0 && files.length <= limit) {
    const below = await mapBounded(level, width, async (folder) => {
      const entries = await entriesOf(`${directory}/${folder}`, folder, leftOut);
      const paths = entries
        .map((entry) => ({ entry, name: nameOf(entry) }))
        .filter(({ name }) => !(folder === "" && name !== null && skip.includes(name)))
        .map(({ entry, name }) => ({ entry, isReadable: name !== null, path: join(folder, name ?? entry.name.toString("utf8")) }));
      leftOut.push(...paths.filter(({ isReadable }) => !isReadable).map(({ path }) => path));
      const known = paths.filter(({ isReadable }) => isReadable);
      await mapBounded(
        known.filter(({ entry }) => entry.isFile() || entry.isSymbolicLink()),
        width,
        async ({ path }) => {
          const file = await fileAt(directory, path);
          if (file) files.push(file);
        },
      );
      return known.filter(({ entry }) => entry.isDirectory()).map(({ path }) => path);
    });
    level = below.flat();
  }
  return listAnswer(files, leftOut, limit);
}

async function entriesOf(path: string, folder: string, leftOut: string[]): Promise<Dirent<Buffer>[]> {
  try {
    return await readdir(path, { withFileTypes: true, encoding: "buffer" });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return [];
    if (code !== "EACCES" && code !== "EPERM") throw error;
    leftOut.push(folder);
    return [];
  }
}

function nameOf(entry: Dirent<Buffer>): string | null {
  try {
    return utf8.decode(entry.name);
  } catch {
    return null;
  }
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

async function fileAt(directory: string, path: string): Promise<RemoteFile | null> {
  try {
    const stats = await stat(`${directory}/${path}`);
    return stats.isFile() ? { path, size: stats.size, modifiedAt: stats.mtime, executable: (stats.mode & 0o111) !== 0 } : null;
  } catch (error) {
    if (["ENOENT", "EACCES", "ELOOP"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}
