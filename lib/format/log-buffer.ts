import { plainText, styleAfter } from "./ansi";
import type { LogChunk } from "./log-chunk";
import { TerminalLine } from "./terminal-line";

export interface LogLine {
  /** Grows by one from line to line; lines put in front go down from the first. */
  id: number;
  /** Byte where it begins. */
  offset: number;
  /** Counted from 1; null when the beginning of the log, or a part before it, is not here. */
  number: number | null;
  /** With colour codes. */
  text: string;
  /** Colour codes that earlier lines left in force. */
  style: string;
  /** Characters beyond what is kept of one line. */
  cut: number;
  /** Bytes left out between the line before and this one. */
  skipped: number;
}

export interface LogLimits {
  lines: number;
  characters: number;
}

export const logLimits: LogLimits = { lines: 20_000, characters: 5_000_000 };

/**
 * A window on a log: whole lines in order, and at its end perhaps one that is still being written. Above the limits
 * it drops the oldest when it grows at the end, and the newest when it grows in front.
 */
export class LogBuffer {
  /** A new list after each change. */
  lines: readonly LogLine[] = [];
  /** Bytes: what lies in the window, skipped parts apart. */
  start = 0;
  end = 0;
  /** False when lines at the end were dropped: what is written now does not follow on. */
  reachesEnd = true;

  #limits: LogLimits;
  #characters = 0;
  #open: TerminalLine | null = null;
  #listeners = new Set<() => void>();

  constructor(limits: LogLimits = logLimits) {
    this.#limits = limits;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readLines = (): readonly LogLine[] => this.lines;

  clear(at = 0): void {
    this.lines = [];
    this.start = at;
    this.end = at;
    this.reachesEnd = true;
    this.#characters = 0;
    this.#open = null;
    this.#changed();
  }

  /** Takes what comes next; a chunk that is here already is left aside, so that a line never stands twice. */
  append(chunk: LogChunk): void {
    const isEmpty = this.lines.length === 0 && this.start === this.end;
    if (!isEmpty && chunk.offset <= this.end) return;
    if (!isEmpty && chunk.from < this.end) return;

    if (isEmpty) this.start = chunk.from;
    const gap = isEmpty ? 0 : chunk.from - this.end;
    const skipped = Math.max(gap, isEmpty ? 0 : (chunk.skipped ?? 0));
    if (skipped > 0) this.#open = null;

    const lines = [...this.lines];
    for (const [index, piece] of splitLines(chunk).entries()) {
      if (this.#open && index === 0) this.#extend(lines, piece.text);
      else if (piece.text !== "" || piece.ended) this.#begin(lines, piece, index === 0 ? skipped : 0);
      if (piece.ended) this.#open = null;
    }
    this.lines = lines;
    this.end = chunk.offset;
    this.#dropOldest();
    this.#changed();
  }

  /** Takes what lies before the window. */
  prepend(chunk: LogChunk): void {
    if (chunk.offset !== this.start || chunk.text === "") return;

    const earlier = new LogBuffer({ lines: Infinity, characters: Infinity });
    earlier.append(chunk);
    const above = [...earlier.lines];
    const below = [...this.lines];
    const first = below[0];
    if (earlier.#open && first && first.skipped === 0) {
      const last = above.pop();
      if (last) {
        // What follows a carriage return stands over what was before.
        const isOverwritten = chunk.text.slice(chunk.text.lastIndexOf("\n") + 1).includes("\r");
        const before = isOverwritten ? "" : last.text;
        below[0] = { ...first, text: before + first.text, offset: last.offset, style: last.style };
        earlier.#characters += before.length - last.text.length;
      }
    }
    const firstId = (first?.id ?? 0) - above.length;
    this.lines = numbered([...above.map((line, index) => ({ ...line, id: firstId + index })), ...below], chunk.from === 0);
    this.#characters += earlier.#characters;
    this.start = chunk.from;
    this.#dropNewest();
    this.#changed();
  }

  #begin(lines: LogLine[], piece: Piece, skipped: number): void {
    const last = lines.at(-1);
    const open = new TerminalLine();
    open.write(piece.text);
    const number = last ? (last.number === null || skipped > 0 ? null : last.number + 1) : piece.offset === 0 ? 1 : null;
    const line: LogLine = {
      id: last ? last.id + 1 : 0,
      offset: piece.offset,
      number,
      text: open.text(),
      style: last && skipped === 0 ? styleAfter(last.style, last.text) : "",
      cut: open.cut,
      skipped,
    };
    lines.push(line);
    this.#characters += line.text.length;
    this.#open = open;
  }

  #extend(lines: LogLine[], text: string): void {
    const last = lines.at(-1);
    if (!last || !this.#open) return;
    this.#open.write(text);
    const line = { ...last, text: this.#open.text(), cut: this.#open.cut };
    this.#characters += line.text.length - last.text.length;
    lines[lines.length - 1] = line;
  }

  #dropOldest(): void {
    let count = 0;
    let left = this.#characters;
    while (this.lines.length - count > 1 && (this.lines.length - count > this.#limits.lines || left > this.#limits.characters)) {
      left -= this.lines[count]?.text.length ?? 0;
      count++;
    }
    if (count === 0) return;
    this.lines = this.lines.slice(count);
    this.#characters = left;
    this.start = this.lines[0]?.offset ?? this.end;
  }

  #dropNewest(): void {
    let count = this.lines.length;
    let left = this.#characters;
    while (count > 1 && (count > this.#limits.lines || left > this.#limits.characters)) {
      count--;
      left -= this.lines[count]?.text.length ?? 0;
    }
    const dropped = this.lines[count];
    if (!dropped) return;
    this.lines = this.lines.slice(0, count);
    this.#characters = left;
    this.end = dropped.offset - dropped.skipped;
    this.reachesEnd = false;
    this.#open = null;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Numbers lines from the log's beginning up to a part that was left out. */
function numbered(lines: readonly LogLine[], beginsAtStart: boolean): readonly LogLine[] {
  if (!beginsAtStart) return lines;
  const gap = lines.findIndex((line) => line.skipped > 0);
  return lines.map((line, index) => (gap === -1 || index < gap ? { ...line, number: index + 1 } : line));
}

interface Piece {
  offset: number;
  text: string;
  ended: boolean;
}

function splitLines(chunk: LogChunk): Piece[] {
  const texts = chunk.text.split("\n");
  let offset = chunk.from;
  return texts.map((text, index) => {
    const piece = { offset, text, ended: index < texts.length - 1 };
    offset = chunk.lineStarts?.[index] ?? offset + byteLength(text) + 1;
    return piece;
  });
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return /^[\0-\x7f]*$/.test(text) ? text.length : encoder.encode(text).length;
}

export interface LogMatch {
  lineId: number;
  start: number;
  end: number;
}

/** Where `query` stands in the lines that are here: literal, at most `limit`, in order. */
export function findInLines(lines: readonly LogLine[], query: string, ignoreCase: boolean, limit = 5_000): LogMatch[] {
  const wanted = ignoreCase ? query.toLowerCase() : query;
  const matches: LogMatch[] = [];
  if (wanted === "") return matches;
  for (const line of lines) {
    const text = ignoreCase ? plainText(line.text).toLowerCase() : plainText(line.text);
    for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
      matches.push({ lineId: line.id, start: at, end: at + wanted.length });
      if (matches.length === limit) return matches;
    }
  }
  return matches;
}
