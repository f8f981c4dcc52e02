import type { Job } from "@/lib/domain/job";

/** The program to look for before the start: what `env` would run, else the interpreter itself. */
export function programOf(job: Pick<Job, "interpreter">): string {
  const [first = "sh", ...rest] = job.interpreter;
  if (!/(^|\/)env$/.test(first)) return first;
  return rest.find((word) => !word.startsWith("-") && !word.includes("=")) ?? first;
}
