import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasProgram } from "@/e2e/support/has-program";
import { parseArguments } from "./arguments";
import { emptyJobSpec } from "./empty-job-spec";
import { exampleJob } from "./example-job";
import { jobSpecSchema } from "./job-spec";
import { chooseInterpreter } from "./script";

describe("the example job", () => {
  it("is a spec that the form takes", () => {
    const spec = {
      ...emptyJobSpec,
      ...exampleJob,
      submissionKey: crypto.randomUUID(),
      hostId: "host",
    };
    expect(jobSpecSchema.safeParse(spec).error?.issues).toBeUndefined();
    expect(chooseInterpreter(exampleJob.scriptName, exampleJob.script)).toMatchObject({ ok: true, from: "shebang" });
    expect(parseArguments(exampleJob.arguments)).toEqual({ ok: true, arguments: ["--columns", "720", "--seconds", "20"] });
  });
});

describe.skipIf(!hasProgram("python3"))("the example job as it runs", () => {
  let directory: string;
  let output: ReturnType<typeof spawnSync>;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "sqmpy-example-"));
    writeFileSync(join(directory, exampleJob.scriptName), exampleJob.script);
    output = spawnSync("python3", [`./${exampleJob.scriptName}`, "--columns", "80", "--rows", "60", "--seconds", "0.3"], {
      cwd: directory,
      encoding: "utf8",
    });
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("ends well, with a coloured progress bar", () => {
    expect(output.stderr).toBe("");
    expect(output.status).toBe(0);
    expect(output.stdout).toContain("\x1b[36m");
    expect(output.stdout).toContain("\r");
    expect(output.stdout).toContain("100 %");
    expect(output.stdout).toMatch(/chaos begins near r = 3\.[56]/);
  });

  it("writes a picture and a table", () => {
    expect(readdirSync(directory).sort()).toEqual(["bifurcation.png", "chaos.py", "lyapunov.csv"]);

    const png = readFileSync(join(directory, "bifurcation.png"));
    expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([80, 60]);
    const length = png.readUInt32BE(33);
    expect(inflateSync(png.subarray(41, 41 + length)).length).toBe(60 * (1 + 80 * 3));

    const rows = readFileSync(join(directory, "lyapunov.csv"), "utf8").trim().split("\r\n");
    expect(rows[0]).toBe("r,lyapunov_exponent");
    expect(rows).toHaveLength(81);
  });
});
