import type { RemoteFile } from "@/lib/domain/job-file";
import type { ListAnswer } from "./transport";

/** Files of a folder before those of its subfolders, each in the order of their names; cut to `limit`. */
export function listAnswer(files: RemoteFile[], leftOut: string[], limit: number): ListAnswer {
  const keyed = files.map((file) => ({ file, parts: file.path.split("/") }));
  keyed.sort((one, other) => comparePaths(one.parts, other.parts));
  return {
    files: keyed.slice(0, limit).map(({ file }) => file),
    truncated: keyed.length > limit,
    leftOut: leftOut.sort(),
  };
}

function comparePaths(one: string[], other: string[]): number {
  for (let index = 0; ; index += 1) {
    const isFile = index === one.length - 1;
    const isOtherFile = index === other.length - 1;
    if (isFile !== isOtherFile) return isFile ? -1 : 1;
    const name = one[index] ?? "";
    const otherName = other[index] ?? "";
    if (name !== otherName) return name < otherName ? -1 : 1;
    if (isFile) return 0;
  }
}
