import { randomUUID } from "node:crypto";
import { emptyJobSpec } from "@/lib/domain/empty-job-spec";
import type { JobSpec } from "@/lib/domain/job-spec";

/** A job as the form sends it, with what a test does not care about left empty. */
export function plainSpec(hostId: string, script: string, change: Partial<JobSpec> = {}): JobSpec {
  return { ...emptyJobSpec, submissionKey: randomUUID(), hostId, script, ...change };
}
