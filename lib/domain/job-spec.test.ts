import { describe, expect, test } from "vitest";
import { emptyJobSpec } from "./empty-job-spec";
import { jobSpecSchema, type JobSpec } from "./job-spec";

const spec: JobSpec = jobSpecSchema.parse({
  ...emptyJobSpec,
  submissionKey: "0b6e0a4e-3c1f-4d29-8a6c-1b2c3d4e5f60",
  hostId: "h",
  script: "echo hi\n",
});

function problems(change: Partial<JobSpec>): Record<string, string> {
  const result = jobSpecSchema.safeParse({ ...spec, ...change });
  if (result.success) return {};
  return Object.fromEntries(result.error.issues.map((issue) => [issue.path.join("."), issue.message]));
}

describe("jobSpecSchema", () => {
  test.each<[string, Partial<JobSpec>]>([
    ["hostId", { hostId: "" }],
    ["script", { script: " \n" }],
    ["script", { script: "\x7fELF\0" }],
    ["scriptName", { scriptName: "a/b.sh" }],
    ["interpreter", { scriptName: "run.xyz" }],
    ["arguments", { arguments: `"open` }],
    ["walltime", { walltime: "soon" }],
    ["walltime", { walltime: "0" }],
    ["walltime", { walltime: "9999d" }],
    ["workingDirectory", { workingDirectory: "relative" }],
    ["workingDirectory", { workingDirectory: "~/a/../../b" }],
    ["environment.0.name", { environment: [{ name: "1X", value: "" }] }],
    ["environment.1.name", { environment: [{ name: "X", value: "1" }, { name: "X", value: "2" }] }],
    ["inputs.0.path", { inputs: [{ uploadId: "u", path: "../x" }] }],
    ["inputs.0.path", { inputs: [{ uploadId: "u", path: "job.sh" }] }],
  ])("%s is refused in %j", (field, change) => expect(Object.keys(problems(change))).toContain(field));

  test("odd but fine file names pass", () => {
    const inputs = ["a b", "-rf", "it's \"x\"", "new\nline", "日本語"].map((path) => ({ uploadId: "u", path }));
    expect(problems({ inputs })).toEqual({});
  });
});
