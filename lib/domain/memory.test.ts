import { describe, expect, it } from "vitest";
import { mebibytes, memoryWords, parseMemory } from "./memory";

describe("an amount of memory", () => {
  it.each([
    ["4G", 4 * 1024 ** 3],
    ["512 MB", 512 * 1024 ** 2],
    ["1.5GiB", 1.5 * 1024 ** 3],
    ["2048", 2048 * 1024 ** 2],
    ["64k", 65_536],
    ["1t", 1024 ** 4],
  ])("reads %s", (text, bytes) => expect(parseMemory(text)).toBe(bytes));

  it.each(["", "much", "4X", "-1G", "G", "4 G B"])("refuses “%s”", (text) => expect(parseMemory(text)).toBeNull());

  it.each([
    [4 * 1024 ** 3, "4G"],
    [1.5 * 1024 ** 3, "1536M"],
    [1024 ** 4, "1T"],
    [1_000_000, "977K"],
  ])("writes %d as %s, never less", (bytes, words) => {
    expect(memoryWords(bytes)).toBe(words);
    expect(parseMemory(words)).toBeGreaterThanOrEqual(bytes);
  });

  it("rounds up to whole MiB", () => expect(mebibytes(1024 ** 2 + 1)).toBe(2));
});
