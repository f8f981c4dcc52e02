import type { EnvironmentVariable, Job } from "@/lib/domain/job";
import { batchScript } from "@/lib/schedulers/batch-script";

/** What a plain host runs where modules, commands or an edited script stand around the person's own; else undefined: the script alone. */
export function plainBody(job: Job, parameters: readonly EnvironmentVariable[] = []): string | undefined {
  if (job.batchScript !== null) return job.batchScript;
  const { resources } = job;
  const isAround = resources !== null && (resources.modules.length > 0 || resources.before !== "" || resources.after !== "" || resources.launcher !== "none");
  return isAround ? batchScript(null, { ...job, parameters: parameters.map(({ name }) => name) }) : undefined;
}
