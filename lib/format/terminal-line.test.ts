import { describe, expect, it } from "vitest";
import { TerminalLine } from "./terminal-line";

function show(...pieces: string[]): string {
  const line = new TerminalLine();
  for (const piece of pieces) line.write(piece);
  return line.text();
}

describe("TerminalLine", () => {
  it.each([
    [["plain"], "plain"],
    [["10%\r20%\r100%"], "100%"],
    [["10%", "\r", "20%"], "20%"],
    [["a long line\rshort"], "shortg line"],
    [["hello\rab", "cd"], "abcdo"],
    [["text\r"], "text"],
    [["text\r\r"], "text"],
    [["loading...\r\u001b[Kdone"], "done"],
    [["loading...\u001b[2K\rdone"], "done"],
    [["1%\b\b2%"], "2%"],
    [["\u001b]0;a title\u0007text"], "text"],
    [["\u001b]0;a ti", "tle\u0007text"], "text"],
    [["up\u001b[1A and on"], "up and on"],
    [["\u001b[3", "1mred\u001b[0m"], "\u001b[31mred\u001b[0m"],
    [["bell\u0007"], "bell"],
    [["tab\there"], "tab\there"],
  ])("%j shows %j", (pieces, shown) => {
    expect(show(...pieces)).toBe(shown);
  });

  it("stays small when a progress bar writes for hours", () => {
    const line = new TerminalLine();
    line.write("\u001b[31mthe first one was the longest of all\u001b[0m");
    for (let step = 0; step < 10_000; step++) line.write(`\r\u001b[32mstep ${step}\u001b[0m`);
    expect(line.text().length).toBeLessThan(500);
    expect(line.text()).toContain("step 9999");
  });

  it("keeps 10,000 characters of a line, and counts the rest", () => {
    const line = new TerminalLine();
    for (let count = 0; count < 30; count++) line.write("x".repeat(1_000));
    expect(line.text()).toHaveLength(10_000);
    expect(line.cut).toBe(20_000);
  });

  it("does not cut a character in two", () => {
    const line = new TerminalLine();
    line.write(`${"x".repeat(9_999)}😀`);
    expect(line.text().isWellFormed()).toBe(true);
  });
});
