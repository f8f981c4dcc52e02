import type { BatchScheduler } from "./batch-scheduler";
import { readSlurmDirective, slurmDirectives } from "./slurm/directives";
import { slurmOffers } from "./slurm/offers";
import { cancelSlurm, findSlurm, holdSlurm, slurmRecords, slurmStatus } from "./slurm/questions";
import { readSlurmSubmit, renderSlurm, slurmSubmitCommand } from "./slurm/submission";
import { trial } from "./slurm/trial";

/**
 * Slurm, 20.11 and later. Only text formats are read: `--json` changes its shape with the version, and in 22.05 its exit codes
 * are wrong.
 */
export const slurm: BatchScheduler = {
  kind: "slurm",
  trial,
  marks: ["#SBATCH"],
  directives: slurmDirectives,
  readDirective: readSlurmDirective,
  render: renderSlurm,
  submitCommand: slurmSubmitCommand,
  readSubmit: readSlurmSubmit,
  status: slurmStatus,
  records: slurmRecords,
  find: findSlurm,
  cancel: cancelSlurm,
  hold: (nativeIds) => holdSlurm(nativeIds, "hold"),
  release: (nativeIds) => holdSlurm(nativeIds, "release"),
  offers: slurmOffers,
  arrays: { taskId: (nativeId, index) => `${nativeId}_${index}` },
  conditions: ["ok", "any", "fail"],
};
