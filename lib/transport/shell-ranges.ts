import { AppError } from "@/lib/domain/errors";
import { quote } from "@/lib/schedulers/quote";
import type { RangeAnswer, RangeRequest } from "./transport";

/**
 * One script for many files. Each answer is a line `size mtime`, or `-` where there is no such file, then the bytes, then
 * a line with the nonce, which tells where a file ends that changed meanwhile.
 */
export function rangesScript(requests: readonly RangeRequest[], nonce: string): string {
  const lines = requests.map(({ path, offset, limit }) => `r ${quote(path)} ${offset + 1} ${limit}`);
  return `r() {
if [ -f "$1" ] && [ -r "$1" ]; then
LC_ALL=C stat -L -c '%s %Y' -- "$1" 2>/dev/null || LC_ALL=C stat -L -f '%z %m' -- "$1"
if [ "$3" -gt 0 ]; then tail -c "+$2" < "$1" | head -c "$3"; fi
else echo -; fi
printf '\\n%s\\n' ${nonce}
}
${lines.join("\n")}`;
}

export function readRangeAnswers(bytes: Buffer, requests: readonly RangeRequest[], nonce: string): (RangeAnswer | null)[] {
  const trailer = Buffer.from(`\n${nonce}\n`);
  let at = 0;
  return requests.map(({ offset }) => {
    const lineEnd = bytes.indexOf("\n", at);
    const line = bytes.toString("utf8", at, lineEnd);
    const isAbsent = line === "-";
    const found = /^(\d+) (\d+)$/.exec(line);
    const stop = bytes.indexOf(trailer, isAbsent ? lineEnd : lineEnd + 1);
    if (lineEnd < 0 || stop < 0 || (!found && !isAbsent)) {
      throw new AppError("remote", `The host gave an answer about its files that is not understood: ${line.slice(0, 200)}`);
    }
    const data = Buffer.from(bytes.subarray(lineEnd + 1, stop));
    at = stop + trailer.length;
    return found ? { size: Math.max(Number(found[1]), data.length > 0 ? offset + data.length : 0), modifiedAt: new Date(Number(found[2]) * 1_000), data } : null;
  });
}
