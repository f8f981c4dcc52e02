import { describe, expect, it } from "vitest";
import { findInLines, LogBuffer } from "./log-buffer";
import { makeLogChunk, type LogChunk } from "./log-chunk";

const size = (text: string) => new TextEncoder().encode(text).length;

function chunk(from: number, text: string, more: Partial<LogChunk> = {}): LogChunk {
  return { from, offset: from + size(text), text, ...more };
}

function shown(buffer: LogBuffer): [number | null, number, string][] {
  return buffer.lines.map(({ number, offset, text }) => [number, offset, text]);
}

describe("LogBuffer", () => {
  it("joins lines over chunks, with numbers and byte offsets", () => {
    const buffer = new LogBuffer();
    buffer.append(chunk(0, "grün\nhal"));
    buffer.append(chunk(9, "b\nrest"));
    expect(shown(buffer)).toEqual([
      [1, 0, "grün"],
      [2, 6, "half".slice(0, 3) + "b"],
      [3, 11, "rest"],
    ]);
    expect(buffer.end).toBe(15);
  });

  it("is the same whatever the cuts", () => {
    const text = "\u001b[31ma €\r\nb\rc\n\n😀 d\u001b[0m\nlast";
    const all = new TextEncoder().encode(text);
    const whole = new LogBuffer();
    whole.append(makeLogChunk(0, all, true));
    for (let step = 1; step < 9; step++) {
      const buffer = new LogBuffer();
      let at = 0;
      while (at < all.length) {
        const piece = makeLogChunk(at, all.subarray(at, Math.min(all.length, at + Math.max(step, 4))), at + Math.max(step, 4) >= all.length);
        buffer.append(piece);
        at = piece.offset;
      }
      expect(buffer.lines).toEqual(whole.lines);
    }
  });

  it("leaves aside what it has: no double line after a reconnect", () => {
    const buffer = new LogBuffer();
    buffer.append(chunk(0, "one\ntwo\n"));
    buffer.append(chunk(4, "two\n"));
    buffer.append(chunk(0, "one\ntwo\n"));
    buffer.append(chunk(8, "three\n"));
    expect(buffer.lines.map(({ text }) => text)).toEqual(["one", "two", "three"]);
  });

  it("shows empty lines, and no line after the last line end", () => {
    const buffer = new LogBuffer();
    buffer.append(chunk(0, "a\n\nb\n"));
    expect(buffer.lines.map(({ text }) => text)).toEqual(["a", "", "b"]);
  });

  it("goes on with a colour from line to line", () => {
    const buffer = new LogBuffer();
    buffer.append(chunk(0, "\u001b[31mred\nstill\u001b[0m\nplain\n"));
    expect(buffer.lines.map(({ style }) => style)).toEqual(["", "\u001b[31m", ""]);
  });

  it("says what was skipped, and numbers no line after it", () => {
    const buffer = new LogBuffer();
    buffer.append(chunk(0, "one\ntw"));
    buffer.append(chunk(1_006, "later\n", { skipped: 1_000 }));
    expect(buffer.lines.map(({ text, skipped, number }) => [text, skipped, number])).toEqual([
      ["one", 0, 1],
      ["tw", 0, 2],
      ["later", 1_000, null],
    ]);
  });

  it("has offsets instead of numbers when it begins in the middle, and numbers once the beginning is loaded", () => {
    const buffer = new LogBuffer();
    buffer.append(chunk(8, "three\nfour"));
    expect(shown(buffer)[0]).toEqual([null, 8, "three"]);
    const idOfThree = buffer.lines[0]?.id;
    buffer.prepend(chunk(0, "one\ntwo\n"));
    buffer.append(chunk(18, "!\n"));
    expect(shown(buffer)).toEqual([
      [1, 0, "one"],
      [2, 4, "two"],
      [3, 8, "three"],
      [4, 14, "four!"],
    ]);
    expect(buffer.lines[2]?.id).toBe(idOfThree);
    expect(buffer.lines.map(({ id }) => id)).toEqual([-2, -1, 0, 1]);
  });

  it("joins a line that was cut in the middle", () => {
    const buffer = new LogBuffer();
    buffer.append(chunk(6, "line\nend"));
    buffer.prepend(chunk(0, "a\nlong"));
    expect(shown(buffer)).toEqual([
      [1, 0, "a"],
      [2, 2, "longline"],
      [3, 11, "end"],
    ]);
  });

  it("does not show a progress bar twice when its line was cut", () => {
    const buffer = new LogBuffer();
    buffer.append(chunk(10, "90%\rdone\nend"));
    buffer.prepend(chunk(0, "\r10%\r20%\r "));
    expect(buffer.lines.map(({ text }) => text)).toEqual(["done", "end"]);
  });

  it("drops the oldest, and keeps the numbers", () => {
    const buffer = new LogBuffer({ lines: 3, characters: 1_000 });
    buffer.append(chunk(0, "1\n2\n3\n4\n5\n"));
    expect(shown(buffer)).toEqual([
      [3, 4, "3"],
      [4, 6, "4"],
      [5, 8, "5"],
    ]);
    expect(buffer.start).toBe(4);
  });

  it("is bounded by characters too", () => {
    const buffer = new LogBuffer({ lines: 1_000, characters: 100 });
    for (let index = 0; index < 50; index++) buffer.append(chunk(buffer.end, `${"x".repeat(19)}\n`));
    expect(buffer.lines.length).toBeLessThanOrEqual(6);
  });

  it("drops the newest when it grows in front, and goes on from there", () => {
    const buffer = new LogBuffer({ lines: 3, characters: 1_000 });
    buffer.append(chunk(4, "3\n4\n5\n"));
    buffer.prepend(chunk(0, "1\n2\n"));
    expect(buffer.lines.map(({ text }) => text)).toEqual(["1", "2", "3"]);
    expect(buffer.reachesEnd).toBe(false);
    expect(buffer.end).toBe(6);
    buffer.append(chunk(6, "4\n"));
    expect(shown(buffer).at(-1)).toEqual([4, 6, "4"]);
  });
});

describe("findInLines", () => {
  it("finds literally, over colour codes, with or without case", () => {
    const buffer = new LogBuffer();
    buffer.append(chunk(0, "an \u001b[31mErr\u001b[0mor (a.b)\nerror error\n"));
    expect(findInLines(buffer.lines, "error", true)).toEqual([
      { lineId: 0, start: 3, end: 8 },
      { lineId: 1, start: 0, end: 5 },
      { lineId: 1, start: 6, end: 11 },
    ]);
    expect(findInLines(buffer.lines, "Error", false)).toHaveLength(1);
    expect(findInLines(buffer.lines, "a.b", false)).toHaveLength(1);
    expect(findInLines(buffer.lines, "a+b", false)).toHaveLength(0);
  });
});
