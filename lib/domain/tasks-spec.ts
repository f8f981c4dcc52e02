import { z } from "zod";
import type { TaskSpec } from "./task";
import { parseTaskRange } from "./task-range";
import { parseTaskTable } from "./task-table";

/** Tasks as the form holds them: none, an array by its range, or a table of parameters with one line a task. */
export const tasksSpecSchema = z
  .object({
    kind: z.enum(["none", "range", "table"]),
    range: z.string().trim().max(5_000, "At most 5,000 characters."),
    table: z.string().max(2_000_000, "The table may have 2 MB. Pass large values as files, and their names in the table."),
    /** Empty: as many as the host gives. */
    atOnce: z
      .string()
      .trim()
      .refine((text) => text === "" || (/^\d+$/.test(text) && Number(text) >= 1), "A whole number of 1 or more, or nothing."),
  })
  .superRefine((spec, context) => {
    const read = readTasks(spec);
    if (!read.ok) context.addIssue({ code: "custom", path: [spec.kind], message: read.problem });
  });

export type TasksSpec = z.infer<typeof tasksSpecSchema>;

export const noTasksSpec: TasksSpec = { kind: "none", range: "", table: "", atOnce: "" };

/** The tasks that a form asks for; none for a job of one piece. */
export function readTasks(spec: TasksSpec): { ok: true; tasks: TaskSpec[]; atOnce: number | null } | { ok: false; problem: string } {
  const atOnce = spec.atOnce.trim() === "" ? null : Number(spec.atOnce);
  if (spec.kind === "none") return { ok: true, tasks: [], atOnce: null };
  if (spec.kind === "table") {
    const table = parseTaskTable(spec.table);
    return table.ok ? { ok: true, tasks: table.tasks, atOnce } : table;
  }
  const parsed = parseTaskRange(spec.range);
  if (!parsed.ok) return parsed;
  return { ok: true, tasks: parsed.range.indexes.map((index) => ({ index, parameters: [] })), atOnce: atOnce ?? parsed.range.atOnce };
}
