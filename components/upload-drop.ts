import type { ChosenFile } from "./upload-item";

/** Files of a drop, with folders gone through and their structure kept. Call it in the event itself: the browser empties the list after. */
export async function readDrop(transfer: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...transfer.items].filter(({ kind }) => kind === "file").map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const chosen: ChosenFile[] = [];
  for (const { entry, file } of entries) {
    if (entry) await readEntry(entry, chosen);
    else if (file) chosen.push({ file, path: file.name });
  }
  return chosen;
}

/** Files of a file input, with their folder where one was chosen. */
export function readChosen(files: readonly File[]): ChosenFile[] {
  return files.map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

async function readEntry(entry: FileSystemEntry, chosen: ChosenFile[]): Promise<void> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    chosen.push({ file, path: entry.fullPath.replace(/^\/+/, "") });
    return;
  }
  if (!isDirectory(entry)) return;
  const reader = entry.createReader();
  for (;;) {
    // A reader gives at most 100 entries a time, and an empty list at the end.
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return;
    for (const child of batch) await readEntry(child, chosen);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
