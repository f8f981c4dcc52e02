import { pbs } from "@/lib/schedulers/pbs";
import type { StartLab } from "../batch-lab";
import { playedLab } from "./played-lab";

export const pbsCommands = ["qsub", "qstat", "qselect", "qdel", "qhold", "qrls", "pbsnodes"];

export const startPbsLab: StartLab = () =>
  playedLab({
    name: "OpenPBS 20.0.1",
    scheduler: pbs,
    queue: "workq",
    commands: pbsCommands,
    can: {
      remembersEnded: true,
      tellsSignals: false,
      timeoutSeconds: 4,
      shortestWalltimeSeconds: 2,
      usualSeconds: 1,
      memory: null,
      waitsForEver: { directives: ["-l select=1:ncpus=99"], reason: /can never start/ },
    },
  });
