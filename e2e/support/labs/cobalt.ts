import { cobalt } from "@/lib/schedulers/cobalt";
import type { StartLab } from "../batch-lab";
import { playedLab } from "./played-lab";

/** A minute of its walltime passes in three seconds. */
export const startCobaltLab: StartLab = () =>
  playedLab({
    name: "Cobalt 1.0.23",
    scheduler: cobalt,
    queue: "default",
    commands: ["qsub", "qstat", "qdel", "qhold", "qrls"],
    can: {
      remembersEnded: false,
      tellsSignals: false,
      timeoutSeconds: 6,
      shortestWalltimeSeconds: 60,
      usualSeconds: 1,
      memory: null,
      waitsForEver: null,
    },
  });
