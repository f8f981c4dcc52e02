import { describe, expect, it } from "vitest";
import { cleanLines } from "./clean-lines";

const clean = (raw: string) => cleanLines(raw, { lines: 20, width: 300 });

describe("cleanLines", () => {
  it.each([
    ["plain", "a\nb\n", ["a", "b"]],
    ["CRLF", "a\r\nb\r\n", ["a", "b"]],
    ["colours", "\x1b[1;31mred\x1b[0m and \x1b]8;;http://x\x07link\x1b]8;;\x07", ["red and link"]],
    ["a progress bar", "  0%\r 50%\r100%\ndone\n", ["100%", "done"]],
    ["a shorter text over a longer one", "downloading\rok\n", ["okwnloading"]],
    ["an erased line", "downloading\r\x1b[Kok\n", ["ok"]],
    ["backspaces", "5%\b\b6%\n", ["6%"]],
    ["bells and NULs", "a\x07b\0c\n", ["abc"]],
    ["tabs", "a\tb\n", ["a    b"]],
    ["blank lines at the end", "a\n\nb\n\n\n", ["a", "", "b"]],
    ["nothing", "\n \n", []],
    ["no line end at the end", "half a li", ["half a li"]],
  ])("%s", (_, raw, lines) => {
    expect(clean(raw)).toEqual(lines);
  });

  it("keeps the last lines", () => {
    const raw = Array.from({ length: 100 }, (_, index) => `line ${index}`).join("\n");
    const lines = clean(raw);
    expect(lines).toHaveLength(20);
    expect(lines.at(-1)).toBe("line 99");
  });

  it("cuts long lines between characters", () => {
    const [line = ""] = clean("🧪".repeat(1_000));
    expect(line).toBe(`${"🧪".repeat(300)}…`);
  });
});
