import { randomUUID } from "node:crypto";
import type { JobSpec } from "@/lib/domain/job-spec";

/** A job as the form sends it, with what a test does not care about left empty. */
export function plainSpec(hostId: string, script: string, change: Partial<JobSpec> = {}): JobSpec {
  return {
    submissionKey: randomUUID(),
    hostId,
    name: "",
    description: "",
    scriptName: "job.sh",
    script,
    interpreter: "",
    arguments: "",
    environment: [],
    workingDirectory: "",
    walltime: "",
    inputs: [],
    keptInputs: [],
    mailWish: null,
    resubmittedFrom: null,
    ...change,
  };
}
