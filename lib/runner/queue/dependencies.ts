import { isFinal } from "@/lib/domain/job-state";
import type { Job } from "@/lib/domain/job";
import type { DependencyCondition } from "@/lib/domain/task";
import { batchScheduler } from "@/lib/schedulers/batch-schedulers";
import type { Dependency, Services } from "../services";

/** What the batch system itself is to wait for. */
export type NativeDependencies = readonly { nativeId: string; condition: DependencyCondition }[];

export type DependencyVerdict =
  | { kind: "ready"; native: NativeDependencies }
  | { kind: "wait"; reason: string }
  | { kind: "never"; failure: string };

const wants: Record<DependencyCondition, string> = { ok: "completed well", any: "ended", fail: "failed" };

/** Whether a job may go to its host, given those that it waits for; the host's batch system waits itself for its own. */
export function checkDependencies(services: Pick<Services, "jobs">, job: Pick<Job, "id" | "hostId" | "scheduler">): DependencyVerdict {
  const native: { nativeId: string; condition: DependencyCondition }[] = [];
  for (const dependency of services.jobs.dependencies(job.id)) {
    const { state, name, condition } = dependency;
    const called = name === null ? "A job" : `The job “${name}”`;
    if (state === null) {
      if (condition === "any") continue;
      return { kind: "never", failure: "A job that it was to wait for has been deleted, so nobody knows how it ended." };
    }
    if (isFinal(state)) {
      const isMet = condition === "any" || (condition === "ok") === (state === "completed");
      if (isMet) continue;
      return { kind: "never", failure: `${called} was to be waited for until it ${wants[condition]}, and it ${state === "completed" ? "completed" : `ended as ${state}`}.` };
    }
    const nativeId = waitedForByHost(job, dependency);
    if (nativeId === null) return { kind: "wait", reason: `Waits until the job “${name}” has ${wants[condition]}.` };
    native.push({ nativeId, condition });
  }
  return { kind: "ready", native };
}

function waitedForByHost(job: Pick<Job, "hostId" | "scheduler">, dependency: Dependency): string | null {
  if (job.scheduler === "shell" || dependency.hostId !== job.hostId || dependency.scheduler !== job.scheduler) return null;
  return batchScheduler(job.scheduler).conditions.includes(dependency.condition) ? dependency.nativeId : null;
}
