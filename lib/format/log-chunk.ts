import { brokenUtf8Head, wholeUtf8Length } from "./utf8-cut";

/** A piece of a log on its way to the browser. All offsets are bytes from the log's beginning. */
export interface LogChunk {
  /** Where its text begins. */
  from: number;
  /** Where it ends, and the next one begins. */
  offset: number;
  text: string;
  /** Bytes before `from` that were left out since the log grows faster than a page can show. */
  skipped?: number;
  /** Only when the bytes are no UTF-8, so that offsets cannot be told from the text: where each line after the first begins. */
  lineStarts?: number[];
}

const lineFeed = 0x0a;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The chunk for bytes that begin at `from`. A character cut at the end is held back, unless nothing more will come. */
export function makeLogChunk(from: number, bytes: Uint8Array, isLast: boolean): LogChunk {
  const whole = isLast ? bytes : bytes.subarray(0, wholeUtf8Length(bytes));
  const text = decoder.decode(whole);
  const chunk: LogChunk = { from, offset: from + whole.length, text };
  return text.includes("\uFFFD") ? { ...chunk, lineStarts: lineStartsOf(from, whole) } : chunk;
}

function lineStartsOf(from: number, bytes: Uint8Array): number[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) starts.push(from + at + 1);
  return starts;
}

/** Bytes to leave out so that the rest begins with a line, or at least with a character where there is no line end. */
export function startOfLine(bytes: Uint8Array): number {
  const at = bytes.indexOf(lineFeed);
  return at === -1 || at + 1 === bytes.length ? brokenUtf8Head(bytes) : at + 1;
}

/** Bytes to keep so that the rest ends with a line, or at least with a character where there is no line end. */
export function endOfLine(bytes: Uint8Array): number {
  const at = bytes.lastIndexOf(lineFeed);
  return at === -1 ? wholeUtf8Length(bytes) : at + 1;
}
