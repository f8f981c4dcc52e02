import { AppError } from "../domain/errors";
import type { BatchKind, SchedulerKind } from "../domain/scheduler-kind";
import type { BatchScheduler } from "./batch-scheduler";
import { cobalt } from "./cobalt";
import { flux } from "./flux";
import { htcondor } from "./htcondor";
import { loadleveler } from "./loadleveler";
import { lsf } from "./lsf";
import { pbs } from "./pbs";
import { sge } from "./sge";
import { slurm } from "./slurm";
import { torque } from "./torque";

/** Every batch system that Sqmpy speaks: one line each. */
const batchSchedulers: Record<BatchKind, BatchScheduler> = { slurm, pbs, torque, sge, lsf, htcondor, loadleveler, cobalt, flux };

export function batchScheduler(kind: SchedulerKind): BatchScheduler {
  if (kind === "shell") throw new AppError("invalid", "This host has no batch system: jobs run on the host itself.", { field: "scheduler" });
  return batchSchedulers[kind];
}
