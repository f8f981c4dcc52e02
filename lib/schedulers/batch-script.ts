import type { Job } from "../domain/job";
import { noResources, processCount, type Resources } from "../domain/resources";
import type { BatchScheduler } from "./batch-scheduler";
import { effectiveRequest } from "./effective-request";
import { quote } from "./quote";
import { readDirectives } from "./read-directives";

export type BatchScriptInput = Pick<Job, "scriptName" | "script" | "interpreter" | "arguments" | "walltimeSeconds" | "resources"> & {
  /** Names that `{name}` in the arguments stands for. */
  parameters: readonly string[];
};

type Language = Pick<BatchScheduler, "marks" | "readDirective" | "directives">;

/**
 * The batch script as it is previewed and may be edited: the directives of a batch system (none on a plain host), modules, commands, and the
 * line that runs the person's script.
 */
export function batchScript(language: Language | null, input: BatchScriptInput): string {
  const asked = input.resources ?? noResources;
  const request = language ? effectiveRequest(language, input.script, asked, input.walltimeSeconds) : { resources: asked, walltimeSeconds: input.walltimeSeconds };
  const { resources } = request;
  const directives = language ? language.directives(request).map((words) => `${language.marks[0]} ${words}`) : [];
  const parts = [
    [resources.modules.length > 0 ? "#!/bin/bash -l" : "#!/bin/sh", ...directives],
    resources.modules.length > 0 ? [`module load ${resources.modules.join(" ")}`] : [],
    resources.before === "" ? [] : [resources.before],
    resources.after === "" ? [startLine(input, resources)] : [startLine(input, resources), "code=$?"],
    resources.after === "" ? [] : [resources.after, 'exit "$code"'],
  ];
  return `${parts.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** The words of the directives in a batch script's head, in order. */
export function directivesIn(language: Pick<BatchScheduler, "marks" | "readDirective">, script: string): string[] {
  return readDirectives(language, script).found.map(({ words }) => words);
}

/** The line that runs the script in the working directory. */
export function startLine(input: Pick<BatchScriptInput, "interpreter" | "scriptName" | "arguments" | "parameters">, resources: Resources): string {
  const words = [
    ...launcherWords(resources),
    ...input.interpreter.map(quote),
    quote(`./${input.scriptName}`),
    ...input.arguments.map((word) => withParameters(word, input.parameters)),
  ];
  return words.join(" ");
}

function launcherWords(resources: Resources): string[] {
  if (resources.launcher === "srun") return ["srun"];
  if (resources.launcher === "mpirun") return ["mpirun", "-n", String(processCount(resources))];
  return [];
}

/** `--rate={rate}` becomes `--rate="$rate"`: the task's own value, as one word. */
function withParameters(word: string, names: readonly string[]): string {
  if (names.length === 0) return quote(word);
  const pieces = word.split(new RegExp(`\\{(${names.join("|")})\\}`));
  if (pieces.length === 1) return quote(word);
  return pieces
    .map((piece, index) => (index % 2 === 1 ? `"$${piece}"` : piece === "" ? "" : quote(piece)))
    .join("");
}
