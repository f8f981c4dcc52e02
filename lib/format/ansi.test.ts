import { describe, expect, it } from "vitest";
import { markRanges, plainText, styleAfter, styledRuns } from "./ansi";

const esc = "\u001b[";

describe("styledRuns", () => {
  it("gives colours by name", () => {
    const runs = styledRuns(`a ${esc}31mred${esc}0m b ${esc}94mblue${esc}39m c`);
    expect(runs.map(({ text, foreground }) => [text, foreground])).toEqual([
      ["a ", null],
      ["red", "red"],
      [" b ", null],
      ["blue", "bright-blue"],
      [" c", null],
    ]);
  });

  it("does not let a later decoration reach back", () => {
    const runs = styledRuns(`${esc}1mbold${esc}4mboth`);
    expect(runs.map(({ text, bold, underline }) => [text, bold, underline])).toEqual([
      ["bold", true, false],
      ["both", true, true],
    ]);
  });

  it("reads 256 and true colours", () => {
    const [cube, grey, rgb, named] = styledRuns(`${esc}38;5;208ma${esc}38;5;240mb${esc}38;2;1;2;3mc${esc}38;5;1md`);
    expect([cube?.foreground, grey?.foreground, rgb?.foreground, named?.foreground]).toEqual(["255, 135, 0", "88, 88, 88", "1, 2, 3", "red"]);
  });

  it("turns colours round for reverse", () => {
    expect(styledRuns(`${esc}7;31mx`)[0]).toMatchObject({ foreground: "ground", background: "red" });
    expect(styledRuns(`${esc}7mx`)[0]).toMatchObject({ foreground: "ground", background: "ink" });
  });

  it("goes on with the style of earlier lines", () => {
    const style = styleAfter("", `${esc}31mred begins`);
    expect(styledRuns("and goes on", style)[0]).toMatchObject({ text: "and goes on", foreground: "red" });
    expect(styleAfter(style, `ends${esc}m`)).toBe("");
    expect(styleAfter(style, `${esc}0;1mbold`)).toBe(`${esc}1m`);
  });

  it("shows markup as text", () => {
    expect(styledRuns("<b>&amp;</b>")[0]?.text).toBe("<b>&amp;</b>");
  });
});

it("plainText has no codes", () => {
  expect(plainText(`${esc}31mred${esc}0m`)).toBe("red");
});

it("markRanges cuts at the edges and over runs", () => {
  const pieces = markRanges(styledRuns(`ab${esc}31mcd`), [{ start: 1, end: 3 }]);
  expect(pieces.map(({ text, range, foreground }) => [text, range, foreground])).toEqual([
    ["a", null, null],
    ["b", 0, null],
    ["c", 0, "red"],
    ["d", null, "red"],
  ]);
});
