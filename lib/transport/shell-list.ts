import { AppError } from "@/lib/domain/errors";
import type { RemoteFile } from "@/lib/domain/job-file";
import { quote } from "@/lib/schedulers/quote";
import type { RawResult } from "./ssh-exec";

/**
 * Prints, for each file below a directory, `<mode in hex> <size> <mtime> <path>` and NUL; by GNU stat for many at once, else
 * by one stat (GNU, BusyBox or BSD) for each.
 */
export function shellListScript(directory: string, skip: readonly string[]): string {
  const pruned = skip.map((name) => `-path ${quote(`./${globEscaped(name)}`)} -prune -o`).join(" ");
  const find = `find . ${pruned} \\( -type f -o -type l \\)`;
  return `cd -- ${quote(directory)} 2>/dev/null || { [ -e ${quote(directory)} ] || exit 0; cd -- ${quote(directory)}; exit 1; }
export LC_ALL=C
if stat -L --printf '' . 2>/dev/null; then
${find} -exec stat -L --printf '%f %s %Y %n\\0' -- {} +
else
${find} -exec sh -c 'for f; do if s=$(stat -L -c "%f %s %Y" -- "$f" 2>/dev/null) || s=$(stat -L -f "%Xp %z %m" -- "$f" 2>/dev/null); then printf "%s %s\\0" "$s" "$f"; fi; done' sh {} +
fi
exit 0`;
}

function globEscaped(name: string): string {
  return name.replace(/[\\*?[\]]/g, "\\$&");
}

const fileType = 0o170000;
const regularFile = 0o100000;
const utf8 = new TextDecoder("utf-8", { fatal: true });

export function readListing({ stdout, stderr }: Pick<RawResult, "stdout" | "stderr">, directory: string): { files: RemoteFile[]; leftOut: string[] } {
  const files: RemoteFile[] = [];
  const leftOut = unreadableFolders(stderr.toString("utf8"));
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(0, at);
    if (end < 0) throw new AppError("remote", `The host's listing of “${directory}” was cut off.`, { transient: true });
    const record = stdout.subarray(at, end);
    at = end + 1;
    const head = /^([0-9a-f]+) (\d+) (\d+) \.\//i.exec(record.toString("latin1"));
    if (!head) throw new AppError("remote", `The host's listing of “${directory}” is not understood: ${record.toString("utf8").slice(0, 200)}`);
    const [before = "", mode = "", size = "", modified = ""] = head;
    const name = record.subarray(before.length);
    const bits = Number.parseInt(mode, 16);
    if ((bits & fileType) !== regularFile) continue;
    try {
      files.push({ path: utf8.decode(name), size: Number(size), modifiedAt: new Date(Number(modified) * 1_000), executable: (bits & 0o111) !== 0 });
    } catch {
      leftOut.push(name.toString("utf8"));
    }
  }
  return { files, leftOut };
}

/** `find: './locked': Permission denied`, in the C locale; quotes differ. */
function unreadableFolders(text: string): string[] {
  return [...text.matchAll(/^find: ['‘`"]?\.\/(.+?)['’"]?: Permission denied$/gm)].map((found) => found[1] ?? "");
}
