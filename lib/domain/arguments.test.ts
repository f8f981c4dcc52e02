import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { formatArguments, parseArguments } from "./arguments";

const lines = [
  "",
  "  a  b\tc ",
  `--name "two words" 'it''s'`,
  `a\\ b "q\\"q" '\\n' ""`,
  `x"y"'z'`,
  "-n 5 --path=/tmp/é",
];

describe("parseArguments", () => {
  test.each(lines)("splits %j as sh does", (line) => {
    const said = execFileSync("sh", ["-c", `for word in ${line}; do printf '%s\\0' "$word"; done`], { encoding: "utf8" });
    expect(parseArguments(line)).toEqual({ ok: true, arguments: said.split("\0").slice(0, -1) });
  });

  test("expands nothing", () => {
    expect(parseArguments(`$HOME * ; "$(id)" \`id\``)).toEqual({ ok: true, arguments: ["$HOME", "*", ";", "$(id)", "`id`"] });
  });

  test.each([`"open`, "'open", "end\\"])("refuses %j", (line) => expect(parseArguments(line).ok).toBe(false));

  test("formatArguments is its reverse", () => {
    const words = ["plain", "two words", "it's", "", "$x", "new\nline", "-f"];
    expect(parseArguments(formatArguments(words))).toEqual({ ok: true, arguments: words });
  });
});
