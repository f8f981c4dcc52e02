import { torque } from "@/lib/schedulers/torque";
import type { StartLab } from "../batch-lab";
import { pbsCommands } from "./pbs";
import { playedLab } from "./played-lab";

export const startTorqueLab: StartLab = () =>
  playedLab({
    name: "Torque 6.1.2",
    scheduler: torque,
    queue: "workq",
    commands: pbsCommands,
    can: {
      remembersEnded: true,
      tellsSignals: false,
      timeoutSeconds: 4,
      shortestWalltimeSeconds: 2,
      usualSeconds: 1,
      memory: null,
      waitsForEver: null,
    },
  });
