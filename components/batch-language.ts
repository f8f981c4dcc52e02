import { AppError } from "@/lib/domain/errors";
import type { SchedulerKind } from "@/lib/domain/scheduler-kind";
import type { BatchScheduler } from "@/lib/schedulers/batch-scheduler";
import { batchScheduler } from "@/lib/schedulers/batch-schedulers";

/** How to write and read a batch system's directives; null for a plain host, and for one that Sqmpy does not speak. */
export function batchLanguage(kind: SchedulerKind): BatchScheduler | null {
  if (kind === "shell") return null;
  try {
    return batchScheduler(kind);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
