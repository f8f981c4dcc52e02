import { directives, readDirective } from "./pbs/directives";
import { pbsFamily } from "./pbs/family";

/** PBS Pro from 11 on, and OpenPBS. Finished jobs are kept where the site turned job_history_enable on, two weeks by default. */
export const pbs = pbsFamily({
  kind: "pbs",
  system: "PBS",
  scriptName: "pbs.sh",
  indexVariable: "PBS_ARRAY_INDEX",
  arrayOption: "-J",
  history: "-x",
  directives,
  readDirective,
});
