import type { TaskSpec } from "@/lib/domain/task";
import { startLine } from "@/lib/schedulers/batch-script";
import { noResources } from "@/lib/domain/resources";

/** The command of one task with its own values in place of `{name}`; a word that has blanks is quoted. */
export function taskCommand(command: { scriptName: string; interpreter: readonly string[]; arguments: readonly string[] }, { parameters }: Pick<TaskSpec, "parameters">): string {
  const values = new Map(parameters.map(({ name, value }) => [name, value]));
  const filled = command.arguments.map((word) => word.replace(/\{(\w+)\}/g, (whole, name: string) => values.get(name) ?? whole));
  return startLine({ ...command, arguments: filled, parameters: [] }, noResources);
}

/** Columns of a table that the arguments do not use. */
export function unusedNames(names: readonly string[], words: readonly string[]): string[] {
  return names.filter((name) => !words.some((word) => word.includes(`{${name}}`)));
}
