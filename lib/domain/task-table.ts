import Papa from "papaparse";
import type { TaskSpec } from "./task";
import { taskLimit } from "./task-range";

/** Names that the wrapper itself sets. */
const taken = new Set(["SQMPY_JOB_ID", "SQMPY_TASK", "PATH", "HOME", "PYTHONUNBUFFERED"]);

/**
 * Reads a table of parameters: comma, semicolon or tab separated, with a head line. Each further line is one task, numbered
 * from 0; a column is an environment variable of that name. Answers the tasks, or the problem in words, by line.
 */
export function parseTaskTable(text: string): { ok: true; names: string[]; tasks: TaskSpec[] } | { ok: false; problem: string } {
  const { data, errors } = Papa.parse<string[]>(text.trim(), { skipEmptyLines: "greedy" });
  const broken = errors.find((error) => error.type === "Quotes");
  if (broken) return { ok: false, problem: `Line ${(broken.row ?? 0) + 1}: a quotation mark is not closed.` };

  const [head, ...lines] = data;
  if (!head || lines.length === 0) return { ok: false, problem: "The table needs a first line with the parameters' names, and one line for each task." };
  const names = head.map((name) => name.trim());
  for (const name of names) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      return { ok: false, problem: `“${name}” cannot name a parameter: use letters, digits and _, and begin with no digit.` };
    }
    if (taken.has(name)) return { ok: false, problem: `“${name}” is taken: name this column otherwise.` };
    if (names.indexOf(name) !== names.lastIndexOf(name)) return { ok: false, problem: `The column “${name}” is there twice.` };
  }
  if (lines.length > taskLimit) return { ok: false, problem: `At most ${taskLimit.toLocaleString("en")} tasks: the table has ${lines.length.toLocaleString("en")} lines.` };

  const odd = lines.findIndex((line) => line.length !== names.length);
  if (odd >= 0) return { ok: false, problem: `Line ${odd + 2} has ${lines[odd]?.length} values, and the first line names ${names.length}.` };
  const tasks = lines.map((line, index) => ({ index, parameters: names.map((name, column) => ({ name, value: (line[column] ?? "").trim() })) }));
  return { ok: true, names, tasks };
}

/** The table again, for “edit and resubmit”. */
export function taskTableText(tasks: readonly TaskSpec[]): string {
  const names = tasks[0]?.parameters.map(({ name }) => name) ?? [];
  return Papa.unparse({ fields: names, data: tasks.map(({ parameters }) => parameters.map(({ value }) => value)) }, { newline: "\n" });
}
