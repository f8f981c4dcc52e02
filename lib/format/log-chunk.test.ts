import { describe, expect, it } from "vitest";
import { endOfLine, makeLogChunk, startOfLine } from "./log-chunk";
import { brokenUtf8Head, wholeUtf8Length } from "./utf8-cut";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("UTF-8 at cuts", () => {
  it("never shows half a character, wherever it is cut", () => {
    const text = "aé€😀z — ü";
    const all = bytes(text);
    for (let cut = 0; cut <= all.length; cut++) {
      const first = makeLogChunk(0, all.subarray(0, cut), false);
      const second = makeLogChunk(first.offset, all.subarray(first.offset), true);
      expect(first.text + second.text).toBe(text);
      expect(first.lineStarts).toBeUndefined();
    }
  });

  it("does not wait for ever on bytes that are no UTF-8", () => {
    expect(wholeUtf8Length(Uint8Array.of(0x61, 0xff))).toBe(2);
    expect(wholeUtf8Length(Uint8Array.of(0x80, 0x80, 0x80, 0x80))).toBe(4);
    expect(wholeUtf8Length(Uint8Array.of(0xe2, 0x82))).toBe(0);
    expect(makeLogChunk(0, Uint8Array.of(0xe2, 0x82), true)).toMatchObject({ offset: 2, text: "\uFFFD" });
  });

  it("tells line beginnings where bytes are no UTF-8", () => {
    const latin1 = Uint8Array.from([...bytes("gr"), 0xfc, ...bytes("n\nrot\n")]);
    expect(makeLogChunk(100, latin1, false)).toEqual({ from: 100, offset: 109, text: "gr\uFFFDn\nrot\n", lineStarts: [105, 109] });
  });

  it("finds the beginning of a character", () => {
    expect(brokenUtf8Head(bytes("€").subarray(1))).toBe(2);
    expect(brokenUtf8Head(bytes("a€"))).toBe(0);
  });
});

describe("snapping", () => {
  it.each([
    ["half a line\nwhole\nend", 12, 18],
    ["no line end", 0, 11],
    ["\nall", 1, 1],
    ["one line\n", 0, 9],
  ])("%j begins at %i and ends at %i", (text, start, end) => {
    expect(startOfLine(bytes(text))).toBe(start);
    expect(endOfLine(bytes(text))).toBe(end);
  });
});
