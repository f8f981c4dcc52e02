import { flux } from "@/lib/schedulers/flux";
import type { StartLab } from "../batch-lab";
import { playedLab } from "./played-lab";

export const startFluxLab: StartLab = () =>
  playedLab({
    name: "Flux 0.61.0",
    scheduler: flux,
    queue: "batch",
    commands: ["flux"],
    can: {
      remembersEnded: true,
      tellsSignals: false,
      timeoutSeconds: 4,
      shortestWalltimeSeconds: 2,
      usualSeconds: 1,
      memory: null,
      waitsForEver: { directives: ["--nslots=99"], reason: /enough of what it asks/ },
    },
  });
