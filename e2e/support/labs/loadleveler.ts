import { loadleveler } from "@/lib/schedulers/loadleveler";
import type { StartLab } from "../batch-lab";
import { playedLab } from "./played-lab";

export const startLoadLevelerLab: StartLab = () =>
  playedLab({
    name: "LoadLeveler 5.1.0.13",
    scheduler: loadleveler,
    queue: "normal",
    commands: ["llsubmit", "llq", "llcancel", "llhold", "llclass", "llstatus"],
    can: {
      remembersEnded: false,
      tellsSignals: false,
      timeoutSeconds: 4,
      shortestWalltimeSeconds: 2,
      usualSeconds: 1,
      memory: null,
      waitsForEver: null,
    },
  });
