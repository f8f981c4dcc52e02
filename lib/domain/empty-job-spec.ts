import type { JobSpec } from "./job-spec";
import { emptyResourcesSpec } from "./resources-spec";
import { noTasksSpec } from "./tasks-spec";

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
  scheduler: "shell",
  resources: emptyResourcesSpec,
  batchScript: null,
  tasks: noTasksSpec,
  dependencies: [],
  inputs: [],
  keptInputs: [],
  mailWish: null,
  resubmittedFrom: null,
};
