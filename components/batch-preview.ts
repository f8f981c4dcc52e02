import { parseArguments } from "@/lib/domain/arguments";
import type { JobSpec } from "@/lib/domain/job-spec";
import { emptyResourcesSpec, resourcesOf, resourcesSpecSchema } from "@/lib/domain/resources-spec";
import { chooseInterpreter } from "@/lib/domain/script";
import { parseTaskTable } from "@/lib/domain/task-table";
import { parseWalltime } from "@/lib/domain/walltime";
import type { BatchScheduler } from "@/lib/schedulers/batch-scheduler";
import { batchScript } from "@/lib/schedulers/batch-script";

export type BatchPreview = { ok: true; script: string } | { ok: false; problem: string };

type Asked = Pick<JobSpec, "script" | "scriptName" | "interpreter" | "arguments" | "walltime" | "resources" | "tasks">;

/** The batch script for a form as it stands; made by the same function as the real one. */
export function previewBatch(language: BatchScheduler | null, spec: Asked): BatchPreview {
  if (spec.script.trim() === "") return { ok: false, problem: "Write a script, or open one, and see here what will run." };
  const words = parseArguments(spec.arguments);
  if (!words.ok) return { ok: false, problem: words.problem };
  const choice = chooseInterpreter(spec.scriptName, spec.script, spec.interpreter);
  if (!choice.ok) return { ok: false, problem: choice.problem };
  const resources = resourcesSpecSchema.safeParse({ ...emptyResourcesSpec, ...spec.resources });
  if (!resources.success) return { ok: false, problem: resources.error.issues[0]?.message ?? "The resources cannot be read." };

  const script = batchScript(language, {
    scriptName: spec.scriptName,
    script: spec.script,
    interpreter: choice.interpreter,
    arguments: words.arguments,
    walltimeSeconds: spec.walltime.trim() === "" ? null : parseWalltime(spec.walltime),
    resources: resourcesOf(resources.data),
    parameters: namesOf(spec.tasks),
  });
  return { ok: true, script };
}

function namesOf({ kind, table }: JobSpec["tasks"]): string[] {
  const parsed = kind === "table" ? parseTaskTable(table) : null;
  return parsed?.ok ? parsed.names : [];
}
