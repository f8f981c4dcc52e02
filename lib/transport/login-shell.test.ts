import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { forAnyLoginShell, forSh } from "./login-shell";
import { MarkerFilter } from "./marker-filter";

const hard = "printf %s 'a\"b\\c!d`e$f\n\tg ü 名 %s' \"it's\"";
const printed = "a\"b\\c!d`e$f\n\tg ü 名 %sit's";

function run(argv: string[], input: string): Buffer {
  return execFileSync("/bin/sh", argv, { input });
}

describe("a script for any login shell", () => {
  it("holds nothing that sh, csh and fish read differently inside single quotes", () => {
    const { commandLine } = forAnyLoginShell(hard, false, "nonce");
    const inside = /^exec \/bin\/sh -c '(.*)'$/.exec(commandLine)?.[1] ?? "";
    expect(inside).not.toMatch(/['!\n\r\t]|\\(?!0[0-7]{3})|[^\x20-\x7e]/);
  });

  it.each([
    { what: "short", script: hard, stdin: undefined, expected: printed },
    { what: "short, with stdin", script: `cat; ${hard}`, stdin: "in", expected: `in${printed}` },
    { what: "long", script: `: '${"x\n".repeat(50_000)}'; ${hard}`, stdin: undefined, expected: printed },
    { what: "long, with stdin", script: `: '${"x".repeat(70_000)}'; cat; ${hard}`, stdin: "in", expected: `in${printed}` },
  ])("runs as it is: $what", ({ script, stdin, expected }) => {
    const { commandLine, preface, markers } = forAnyLoginShell(script, stdin !== undefined);
    const filter = new MarkerFilter(markers);
    const bytes = execFileSync("/bin/sh", ["-c", commandLine], { input: preface + (stdin ?? ""), stdio: ["pipe", "pipe", "ignore"] });
    expect(filter.push(bytes).toString()).toBe(expected);
    expect(filter.hasEnded).toBe(true);
    const { argv, preface: first } = forSh(script, stdin !== undefined);
    expect(run(argv, first + (stdin ?? "")).toString()).toBe(expected);
  });

  it("takes no NUL", () => {
    expect(() => forAnyLoginShell("echo \0", false)).toThrow(TypeError);
  });
});
