import { z } from "zod";
import { parseArguments } from "./arguments";
import { problemsAmongPaths, problemWithFilePath } from "./file-path";
import { resourcesSpecSchema } from "./resources-spec";
import { schedulerKinds } from "./scheduler-kind";
import { dependencyConditions } from "./task";
import { tasksSpecSchema } from "./tasks-spec";
import { mailWishSchema } from "./mail-wish";
import { chooseInterpreter } from "./script";
import { parseWalltime } from "./walltime";

/** Characters; a longer script would not fit the form's request. */
export const scriptLimit = 1_000_000;
export const inputLimit = 10_000;
const yearSeconds = 366 * 86_400;

const scriptNameSchema = z
  .string()
  .trim()
  .min(1, "Give the script a file name, such as job.sh.")
  .max(200, "Use a file name of at most 200 characters.")
  .refine((name) => !name.includes("/") && !/[\0\r\n]/.test(name), "Use a plain file name, without / and line breaks.")
  .refine((name) => ![".", "..", ".sqmpy"].includes(name), "This name is taken: choose another.");

const workingDirectorySchema = z
  .string()
  .trim()
  .max(1_000, "Use a path of at most 1,000 characters.")
  .refine((path) => path === "" || path.startsWith("/") || path.startsWith("~/"), "Begin with / or ~/, for example ~/project/run-1.")
  .refine((path) => !/[\0\r\n]/.test(path), "A path cannot hold line breaks.")
  .refine((path) => !path.split("/").includes(".."), "Write the path without “..”.");

const walltimeSchema = z
  .string()
  .trim()
  .superRefine((text, context) => {
    if (text === "") return;
    const seconds = parseWalltime(text);
    if (seconds === null) context.addIssue("Write a time such as 45m, 2h, 1:30:00 or 1-12:00:00.");
    else if (seconds < 1) context.addIssue("The walltime must be longer than zero.");
    else if (seconds > yearSeconds) context.addIssue("The longest walltime is one year.");
  });

const environmentSchema = z
  .array(
    z.object({
      name: z
        .string()
        .trim()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "A name has letters, digits and _, and does not begin with a digit."),
      value: z.string().max(32_000, "At most 32,000 characters.").refine((value) => !value.includes("\0"), "A value cannot hold NUL."),
    }),
  )
  .max(200, "At most 200 variables.");

const inputSchema = z.object({
  uploadId: z.string().min(1),
  path: z.string().superRefine((path, context) => {
    const problem = problemWithFilePath(path);
    if (problem) context.addIssue(problem);
  }),
});

/** A file of an earlier job that is taken over; `path` is where it lies in that job, and stays. */
const keptInputSchema = z.object({ fileId: z.string().min(1), path: z.string() });

/** What the researcher asks, as the form holds it: one schema for browser and server. */
export const jobSpecSchema = z
  .object({
    /** Made by the browser when the form opens; the same key twice is the same job. */
    submissionKey: z.uuid(),
    hostId: z.string().min(1, "Choose a host."),
    name: z.string().trim().max(120, "Use a name of at most 120 characters."),
    description: z.string().trim().max(5_000, "Use at most 5,000 characters."),
    scriptName: scriptNameSchema,
    script: z
      .string()
      .max(scriptLimit, "A script can have 1 MB. Send larger ones as an input file and call them from a short script.")
      .refine((text) => text.trim() !== "", "The script is empty: write it here or choose a file.")
      .refine((text) => !text.includes("\0"), "This is not a text file: send programs as input files and call them from a script."),
    interpreter: z
      .string()
      .trim()
      .max(300, "At most 300 characters.")
      .refine((text) => !/[\0\r\n]/.test(text), "One line only."),
    arguments: z
      .string()
      .max(10_000, "At most 10,000 characters.")
      .refine((line) => !line.includes("\0"), "The line holds a NUL character.")
      .superRefine((line, context) => {
        const parsed = parseArguments(line);
        if (!parsed.ok) context.addIssue(parsed.problem);
      }),
    environment: environmentSchema,
    workingDirectory: workingDirectorySchema,
    walltime: walltimeSchema,
    /** What starts it: the host's batch system, or `shell` for the host itself. */
    scheduler: z.enum(schedulerKinds),
    resources: resourcesSpecSchema,
    /** Edited by hand; null: made from the other fields. */
    batchScript: z
      .string()
      .max(200_000, "At most 200,000 characters.")
      .refine((text) => text.trim() !== "", "The batch script is empty: write it, or go back to the one made from the form.")
      .refine((text) => !text.includes("\0"), "The batch script holds a NUL character.")
      .nullable(),
    tasks: tasksSpecSchema,
    dependencies: z
      .array(z.object({ onJobId: z.string().min(1, "Choose a job."), condition: z.enum(dependencyConditions) }))
      .max(100, "At most 100 jobs to wait for.")
      .refine((all) => new Set(all.map(({ onJobId }) => onJobId)).size === all.length, "A job is there twice."),
    inputs: z.array(inputSchema).max(inputLimit, "At most 10,000 input files: pack them into an archive."),
    keptInputs: z.array(keptInputSchema).max(inputLimit, "At most 10,000 input files: pack them into an archive."),
    /** null: as the account is set. */
    mailWish: mailWishSchema.nullable(),
    resubmittedFrom: z.string().nullable(),
  })
  .superRefine((spec, context) => {
    const choice = chooseInterpreter(spec.scriptName, spec.script, spec.interpreter);
    if (!choice.ok && spec.script.trim() !== "") context.addIssue({ code: "custom", path: ["interpreter"], message: choice.problem });

    const files = [
      ...spec.keptInputs.map(({ path }, index) => ({ path, at: ["keptInputs", index, "path"] })),
      ...spec.inputs.map(({ path }, index) => ({ path, at: ["inputs", index, "path"] })),
    ];
    for (const { problem, at } of problemsAmongPaths([spec.scriptName], files)) {
      context.addIssue({ code: "custom", path: at, message: problem });
    }

    const names = spec.environment.map((variable) => variable.name);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) !== index) {
        context.addIssue({ code: "custom", path: ["environment", index, "name"], message: `${name} is there twice.` });
      }
    }
  });

export type JobSpec = z.infer<typeof jobSpecSchema>;
