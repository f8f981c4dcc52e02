import { describe, expect, it } from "vitest";
import { emptyJobSpec } from "@/lib/domain/empty-job-spec";
import { newSubmissionKey, type HostOption } from "./job-form-start";
import { previewCommand } from "./script-command";
import { readScriptFile } from "./script-file";
import { languageOf, scriptNotices } from "./script-notices";
import { pathProblems } from "./upload-item";

const host: HostOption = {
  id: "h",
  name: "lab",
  where: "ada@lab",
  tone: "good",
  words: "Ready",
  problem: null,
  home: "/home/ada/",
  programs: { python3: null, bash: "/bin/bash" },
  batch: null,
};

describe("scriptNotices", () => {
  const about = (name: string, text: string, interpreter = "", on?: HostOption) => scriptNotices({ name, text, interpreter }, on).map(({ text: words, rename }) => [words, rename]);

  it("says what runs it, and why", () => {
    expect(about("a.py", "print(1)")).toEqual([["Runs with python3, by its name, since the first line does not begin with #!.", undefined]]);
    expect(about("a.py", "#!/bin/bash\r\ntrue")).toEqual([["Runs with /bin/bash, from its first line.", undefined]]);
    expect(about("a.py", "print(1)", "python3 -u")).toEqual([["Runs with python3 -u, as you chose below.", undefined]]);
    expect(about("a.py", "  ")).toEqual([]);
  });

  it("offers the right name for Python under a shell's name", () => {
    expect(about("job.sh", "import os\nprint(os)")[1]).toEqual(["This looks like Python, but sh would run it.", "job.py"]);
    expect(about("job", "import os")[0]?.[1]).toBe("job.py");
    expect(about("job.sh", "echo import os")).toHaveLength(1);
  });

  it("warns of a program that the host was seen not to have", () => {
    expect(about("a.py", "print(1)", "", host)[1]?.[0]).toMatch(/^No python3 was found on lab/);
    expect(about("a.sh", "#!/bin/bash\ntrue", "", host)).toHaveLength(1);
  });
});

describe("languageOf", () => {
  it.each([
    ["x", "#!/usr/bin/env -S python3.12 -u\n", "python"],
    ["x.py", "#!/bin/bash\n", "shell"],
    ["x.PY", "", "python"],
    ["x.R", "", "r"],
    ["x.txt", "", "plain"],
    ["x.constructor", "", "plain"],
  ])("%s with %j is %s", (name, text, language) => expect(languageOf(name, text)).toBe(language));
});

describe("readScriptFile", () => {
  const read = (name: string, bytes: string | Uint8Array<ArrayBuffer>) => readScriptFile(new File([bytes], name));

  it("takes text, and mends Windows line ends", async () => {
    expect(await read("a.sh", "\uFEFF#!/bin/sh\r\necho ä\r\n")).toEqual({ ok: true, name: "a.sh", text: "#!/bin/sh\necho ä\n", converted: true });
    expect(await read("a.sh", "echo")).toMatchObject({ ok: true, converted: false });
  });

  it.each([
    ["a program", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0x00, 0xff]), /not a UTF-8 text file/],
    ["text with NUL", "a\0b", /not a UTF-8 text file/],
    ["an empty file", "", /is empty/],
    ["blanks", " \n\n", /is empty/],
    ["a large file", "x".repeat(1_000_001), /has 1\.0 MB; a script can have 1 MB/],
  ])("refuses %s in words", async (_, bytes, words) => {
    expect(await read("x", bytes)).toMatchObject({ ok: false, problem: expect.stringMatching(words) });
  });
});

describe("previewCommand", () => {
  const spec = { ...emptyJobSpec, scriptName: "my fit.py", script: "print(1)", arguments: "--n 3 'a b' $HOME", walltime: "2h" };

  it("shows the line that runs, where", () => {
    const preview = previewCommand({ ...spec, environment: [{ name: "A", value: "it's" }, { name: "", value: "" }] }, host);
    expect(preview).toMatchObject({ ok: true, directory: "/home/ada/sqmpy/JOB_ID", command: "python3 './my fit.py' --n 3 'a b' '$HOME'" });
    if (!preview.ok) return;
    expect(preview.environment).toContain("export A='it'\\''s'\n");
    expect(preview.wrapper).toContain("walltime=7200");
    expect(preview.wrapper).toContain(preview.command);
  });

  it("does without a host, and says what is missing", () => {
    expect(previewCommand({ ...spec, workingDirectory: "~/x" }, undefined)).toMatchObject({ ok: true, directory: "~/x" });
    expect(previewCommand({ ...spec, arguments: "'" }, host)).toMatchObject({ ok: false, problem: expect.stringContaining("never closed") });
    expect(previewCommand(emptyJobSpec, host).ok).toBe(false);
  });
});

describe("pathProblems", () => {
  it("finds what the host would refuse", () => {
    const problems = pathProblems(
      [
        { key: "1", path: "../x" },
        { key: "2", path: "ok" },
        { key: "3", path: "ok" },
        { key: "4", path: "ok/inner" },
        { key: "5", path: "job.sh" },
      ],
      ["job.sh"],
    );
    expect([...problems.keys()].sort()).toEqual(["1", "3", "4", "5"]);
  });
});

it("a submission key is a UUID", () => {
  expect(newSubmissionKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
