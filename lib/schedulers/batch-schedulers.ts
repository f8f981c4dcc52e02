import { AppError } from "../domain/errors";
import { schedulerNames, type BatchKind, type SchedulerKind } from "../domain/scheduler-kind";
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
const batchSchedulers: Partial<Record<BatchKind, BatchScheduler>> = { slurm, pbs, torque, sge, lsf, htcondor, loadleveler, cobalt, flux };

export function batchScheduler(kind: SchedulerKind): BatchScheduler {
  const scheduler = kind === "shell" ? undefined : batchSchedulers[kind];
  if (!scheduler) throw new AppError("invalid", `Sqmpy does not speak ${schedulerNames[kind]}.`, { field: "scheduler" });
  return scheduler;
}
