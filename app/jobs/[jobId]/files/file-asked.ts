import type { JobFileKind } from "@/lib/domain/job-file";

const kinds: readonly JobFileKind[] = ["script", "input", "output", "stdout", "stderr"];

/** Which file of a job an address names: `?kind=output&path=…`; a log needs no path, a task's has `tasks/7/stdout.txt`. Null when it names none. */
export function fileAsked(query: { kind?: string | null; path?: string | null }): { kind: JobFileKind; path: string } | null {
  const kind = kinds.find((each) => each === (query.kind ?? "output"));
  if (!kind) return null;
  if (kind === "stdout" || kind === "stderr") {
    const own = /^tasks\/\d{1,9}\//.exec(query.path ?? "")?.[0] ?? "";
    return { kind, path: `${own}${kind}.txt` };
  }
  return query.path ? { kind, path: query.path } : null;
}
