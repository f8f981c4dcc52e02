import { lsf } from "@/lib/schedulers/lsf";
import type { StartLab } from "../batch-lab";
import { playedLab } from "./played-lab";

/** A minute of its limits passes in three seconds. */
export const startLsfLab: StartLab = () =>
  playedLab({
    name: "IBM Spectrum LSF 10.1.0.15",
    scheduler: lsf,
    queue: "normal",
    commands: ["bsub", "bjobs", "bkill", "bstop", "bresume", "bhist", "bqueues", "lsid", "bparams", "lshosts", "bhosts", "brsvs"],
    can: {
      remembersEnded: true,
      tellsSignals: false,
      timeoutSeconds: 6,
      shortestWalltimeSeconds: 60,
      usualSeconds: 1,
      memory: null,
      waitsForEver: { directives: ["-n 99"], reason: /enough of what it asks/ },
    },
  });
