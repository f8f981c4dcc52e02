import { describe, expect, test } from "vitest";
import { chooseInterpreter, hasWindowsLineEnds, normaliseScript, readShebang } from "./script";

test("Windows line ends and a byte order mark go, a final newline comes", () => {
  expect(hasWindowsLineEnds("#!/bin/sh\r\necho\r\n")).toBe(true);
  expect(normaliseScript("\uFEFF#!/bin/sh\r\necho hi")).toBe("#!/bin/sh\necho hi\n");
});

describe("readShebang", () => {
  test.each([
    ["#!/bin/bash -e\n", ["/bin/bash", "-e"]],
    ["#! /usr/bin/env python3\r\n", ["/usr/bin/env", "python3"]],
    ["#!/usr/bin/env -S python3 -u\n", ["/usr/bin/env", "-S", "python3", "-u"]],
    ["# no\n#!/bin/sh", null],
    ["", null],
  ])("%j", (script, words) => expect(readShebang(script)).toEqual(words));
});

describe("chooseInterpreter", () => {
  test("the form wins, then the #! line, then the suffix", () => {
    expect(chooseInterpreter("a.py", "#!/bin/sh\n", "python3.11 -u")).toEqual({ ok: true, interpreter: ["python3.11", "-u"], from: "form" });
    expect(chooseInterpreter("a.py", "#!/bin/sh\n")).toEqual({ ok: true, interpreter: ["/bin/sh"], from: "shebang" });
    expect(chooseInterpreter("a.PY", "print(1)")).toEqual({ ok: true, interpreter: ["python3"], from: "suffix" });
  });

  test("says what to do when nothing tells", () => {
    const choice = chooseInterpreter("a.xyz", "echo hi");
    expect(choice.ok).toBe(false);
    expect(choice).toMatchObject({ problem: expect.stringContaining("#!/bin/bash") });
  });
});
