import { pbsFamily } from "./pbs/family";
import { directives, readDirective } from "./torque/directives";

/** Torque 2 to 6, with pbs_sched, Maui or Moab. Finished jobs are kept for keep_completed seconds, five minutes by default, and nowhere else that a person may look. */
export const torque = pbsFamily({
  kind: "torque",
  system: "Torque",
  scriptName: "torque.sh",
  indexVariable: "PBS_ARRAYID",
  arrayOption: "-t",
  history: "",
  directives,
  readDirective,
});
