import type { Move } from "@/lib/domain/evidence";
import type { Job } from "@/lib/domain/job";
import { isFinal } from "@/lib/domain/job-state";
import type { Task } from "@/lib/domain/task";
import { advance } from "../advance";
import type { Services } from "../services";

/** Moves a job of many tasks on with them: active with the first, and to its end with the last. */
export async function concludeTasks(services: Services, { id, hostId }: Pick<Job, "id" | "hostId">): Promise<void> {
  const job = services.jobs.find(id);
  if (!job || isFinal(job.state) || job.state === "stage_out") return;

  const { active = 0, completed = 0, failed = 0, canceled = 0 } = job.tasks ?? {};
  const ended = completed + failed + canceled;
  if (ended === job.taskCount) {
    if (await advance(services, id, endOfTasks(services, job, { failed, canceled }))) await services.tell.ended({ id, hostId });
    return;
  }
  if (job.state !== "active" && active + ended > 0) {
    const begun = startOf(services.jobs.tasks(id));
    if (begun) await advance(services, id, { to: "active", startedAt: begun });
  }
}

function endOfTasks(services: Services, job: Job, { failed, canceled }: { failed: number; canceled: number }): Move {
  const tasks = services.jobs.tasks(job.id);
  const ends = tasks.map(({ endedAt }) => endedAt?.getTime() ?? 0);
  const endedAt = new Date(Math.max(...ends) || services.now().getTime());
  const times = { startedAt: startOf(tasks) ?? undefined, endedAt };
  if (failed > 0) return { to: "stage_out", ...times, endReason: "tasks", failure: failedWords(failed, tasks) };
  if (canceled > 0) return { to: "stage_out", ...times, endReason: "canceled" };
  return { to: "stage_out", ...times, endReason: "exit", exitCode: 0 };
}

function startOf(tasks: readonly Task[]): Date | null {
  const starts = tasks.flatMap(({ startedAt }) => (startedAt ? [startedAt.getTime()] : []));
  return starts.length > 0 ? new Date(Math.min(...starts)) : null;
}

function failedWords(failed: number, tasks: readonly Task[]): string {
  const indexes = tasks.filter(({ state }) => state === "failed").map(({ index }) => index);
  const shown = indexes.slice(0, 8).join(", ");
  return `${failed} of ${tasks.length} tasks failed: ${shown}${indexes.length > 8 ? ` and ${indexes.length - 8} more` : ""}.`;
}
