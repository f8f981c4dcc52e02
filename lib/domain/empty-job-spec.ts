import type { JobSpec } from "./job-spec";

/** The form as it opens: nothing asked yet. */
export const emptyJobSpec: JobSpec = {
  submissionKey: "",
  hostId: "",
  name: "",
  description: "",
  scriptName: "job.sh",
  script: "",
  interpreter: "",
  arguments: "",
  environment: [],
  workingDirectory: "",
  walltime: "",
  inputs: [],
  keptInputs: [],
  mailWish: null,
  resubmittedFrom: null,
};
