import { problemsAmongPaths, problemWithFilePath } from "@/lib/domain/file-path";

/** cut: the page was loaded anew while the file was on its way; the browser needs the file again to go on. */
export type UploadState = "waiting" | "sending" | "done" | "failed" | "cut";

/** An input file of the form, on its way or there. */
export interface UploadItem {
  key: string;
  /** Where it will lie in the working directory. */
  path: string;
  /** What it was called where it came from, with its folder: by this an interrupted upload is known again. */
  origin: string;
  size: number;
  sent: number;
  state: UploadState;
  /** Set once it is there. */
  uploadId: string | null;
  problem: string | null;
}

/** A file as chosen or dropped; `path` keeps its folder. */
export interface ChosenFile {
  file: File;
  path: string;
}

export interface UploadTotals {
  count: number;
  done: number;
  failed: number;
  cut: number;
  size: number;
  sent: number;
}

export function totalsOf(items: readonly UploadItem[]): UploadTotals {
  const totals: UploadTotals = { count: items.length, done: 0, failed: 0, cut: 0, size: 0, sent: 0 };
  for (const item of items) {
    totals.size += item.size;
    totals.sent += item.sent;
    if (item.state === "done") totals.done++;
    if (item.state === "failed") totals.failed++;
    if (item.state === "cut") totals.cut++;
  }
  return totals;
}

/** What is wrong with the paths of a form's files, by the item's key. */
export function pathProblems(items: readonly Pick<UploadItem, "key" | "path">[], takenPaths: readonly string[]): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const { key, problem } of problemsAmongPaths(takenPaths, items)) problems.set(key, problem);
  for (const { key, path } of items) {
    const problem = problemWithFilePath(path);
    if (problem) problems.set(key, problem);
  }
  return problems;
}
