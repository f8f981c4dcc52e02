import type { JobFileKind, JobFilePlace } from "@/lib/domain/job-file";

/** A file as the list shows it. */
export interface ListedFile {
  kind: JobFileKind;
  path: string;
  size: number;
  modifiedAt: Date | null;
  /** `live`: seen on the host just now, while the job lives. */
  place: JobFilePlace | "live";
  note: string | null;
}

export interface FileFolder {
  name: string;
  /** From the top, with `/`. */
  path: string;
  folders: FileFolder[];
  files: ListedFile[];
  /** Of all below. */
  size: number;
  count: number;
}

/** Files by their folders; folders and files by name, numbers in names counted. */
export function makeFileTree(files: readonly ListedFile[]): FileFolder {
  const top = emptyFolder("", "");
  const byPath = new Map([["", top]]);

  for (const file of files) {
    const parts = file.path.split("/");
    let folder = top;
    grow(folder, file);
    for (let depth = 1; depth < parts.length; depth++) {
      const path = parts.slice(0, depth).join("/");
      let next = byPath.get(path);
      if (!next) {
        next = emptyFolder(parts[depth - 1] ?? "", path);
        byPath.set(path, next);
        folder.folders.push(next);
      }
      folder = next;
      grow(folder, file);
    }
    folder.files.push(file);
  }
  for (const folder of byPath.values()) {
    folder.folders.sort((a, b) => order(a.name, b.name));
    folder.files.sort((a, b) => order(a.path, b.path));
  }
  return top;
}

const collator = new Intl.Collator("en", { numeric: true });

function order(a: string, b: string): number {
  return collator.compare(a, b);
}

function emptyFolder(name: string, path: string): FileFolder {
  return { name, path, folders: [], files: [], size: 0, count: 0 };
}

function grow(folder: FileFolder, file: ListedFile): void {
  folder.size += file.size;
  folder.count += 1;
}
