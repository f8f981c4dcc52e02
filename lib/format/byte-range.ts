export type ByteRange = { start: number; end: number } | "whole" | "unsatisfiable";

/**
 * Reads a `Range` header (RFC 9110, 14.1.2) for something of `size` bytes; `end` is exclusive.
 * More than one range, or nonsense, means the whole: the header is optional to follow.
 */
export function readByteRange(header: string | null, size: number): ByteRange {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(" ", "") ?? "");
  if (!match) return "whole";
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return "whole";
  if (first === "") {
    const count = Math.min(Number(last), size);
    return count === 0 ? "unsatisfiable" : { start: size - count, end: size };
  }
  const start = Number(first);
  const end = last === "" ? size : Math.min(Number(last) + 1, size);
  if (last !== "" && Number(last) < start) return "whole";
  return start >= size ? "unsatisfiable" : { start, end };
}
