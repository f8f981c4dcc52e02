import { reconcileBatch, type BatchEvidence, type BatchVerdict } from "@/lib/domain/reconcile-batch";
import { finalStateOf } from "@/lib/domain/reconcile";
import { isFinal } from "@/lib/domain/job-state";
import type { Task } from "@/lib/domain/task";
import { advance } from "../advance";
import type { JobOnHost, Services, TaskMove } from "../services";
import { concludeTasks } from "./conclude-tasks";

/** Evidence on a job of one piece, or on tasks of one. */
export type JobEvidence = { job: JobOnHost } & ({ task: null; seen: BatchEvidence } | { tasks: ReadonlyMap<number, BatchEvidence> });

/** Writes down what a look means; answers whether the scheduler is to be asked soon. */
export async function settle(services: Services, evidence: JobEvidence): Promise<{ urgent: boolean }> {
  const { job } = evidence;
  if ("tasks" in evidence) return settleTasks(services, job, evidence.tasks);

  const wasHandedInAgain = Boolean(evidence.seen.sight?.end) && services.jobs.get(job.id).attempt > 1;
  const verdict = reconcileBatch({ ...job, wasHandedInAgain }, evidence.seen, services.now());
  switch (verdict.kind) {
    case "ended":
      if (await advance(services, job.id, { to: "stage_out", ...verdict.end })) await services.tell.ended(job);
      return { urgent: false };
    case "active":
      await advance(services, job.id, { to: "active", startedAt: verdict.startedAt, nodes: verdict.nodes ?? undefined });
      return { urgent: false };
    case "waiting":
      noteWaiting(services, job, verdict);
      return { urgent: false };
    case "silent":
      noteSilent(services, job, verdict.sentence);
      return { urgent: false };
    case "ask":
      return { urgent: true };
    case "nothing":
      return { urgent: false };
  }
}

async function settleTasks(services: Services, job: JobOnHost, seen: ReadonlyMap<number, BatchEvidence>): Promise<{ urgent: boolean }> {
  const now = services.now();
  const moves: TaskMove[] = [];
  const notes: (Pick<Task, "index"> & Partial<Pick<Task, "queueReason" | "silence" | "heardAt">>)[] = [];
  const waiting: Extract<BatchVerdict, { kind: "waiting" }>[] = [];
  let urgent = false;
  for (const task of services.jobs.unfinishedTasks(job.id)) {
    const evidence = seen.get(task.index);
    if (!evidence) continue;
    const verdict = reconcileBatch({ state: task.state, cancelRequestedAt: job.cancelRequestedAt }, evidence, now);
    if (verdict.kind === "ended") {
      const { startedAt, endedAt, exitCode, signal, endReason } = verdict.end;
      moves.push({ index: task.index, state: finalStateOf({ endReason, exitCode }), startedAt, endedAt, exitCode, signal, endReason });
    } else if (verdict.kind === "active") {
      moves.push({ index: task.index, state: "active", startedAt: verdict.startedAt });
    } else if (verdict.kind === "waiting") {
      waiting.push(verdict);
      if (task.state === "new") moves.push({ index: task.index, state: "queued", queueReason: verdict.reason });
      else if (task.queueReason !== verdict.reason || task.silence !== null) notes.push({ index: task.index, queueReason: verdict.reason, silence: null });
    } else if (verdict.kind === "silent" && task.silence !== verdict.sentence) {
      notes.push({ index: task.index, silence: verdict.sentence });
    }
    urgent ||= verdict.kind === "ask";
  }

  services.jobs.noteTasks(job.id, notes);
  const { moved } = services.jobs.moveTasks(job.id, moves, now);
  if (moved.length > 0 || notes.length > 0) services.live.publish({ kind: "changed", jobId: job.id });
  const first = waiting[0];
  if (first) noteWaiting(services, job, first);
  await concludeTasks(services, job);
  noteSilentTasks(services, job);
  return { urgent };
}

function noteWaiting(services: Services, job: JobOnHost, { queueState, reason, expectedStartAt, nodes }: Extract<BatchVerdict, { kind: "waiting" }>): void {
  const isNews = job.queueState !== queueState || job.queueReason !== reason || job.expectedStartAt?.getTime() !== expectedStartAt?.getTime() || job.nodes !== nodes;
  services.jobs.noteQueue([{ id: job.id, queueState, queueReason: reason, expectedStartAt, nodes }], services.now());
  if (job.queueState !== queueState && queueState !== "ending") {
    const words = queueState === null ? (job.queueState === "held" ? "Released." : job.queueState === "suspended" ? "Goes on." : null) : queueState === "held" ? "Held in the queue." : "Suspended.";
    if (words) services.jobs.addEvent(job.id, "note", reason ? `${words} ${reason}` : words, services.now());
  }
  if (isNews || job.silence !== null) services.live.publish({ kind: "changed", jobId: job.id });
}

function noteSilent(services: Services, job: JobOnHost, sentence: string): void {
  if (job.silence === sentence) return;
  services.jobs.silent(job.id, sentence, services.now());
  services.live.publish({ kind: "changed", jobId: job.id });
}

/** A job is silent when all of its tasks that live are. */
function noteSilentTasks(services: Services, job: JobOnHost): void {
  const open = services.jobs.unfinishedTasks(job.id);
  const silent = open.filter(({ silence }) => silence !== null);
  const now = services.jobs.find(job.id);
  if (silent.length === 0 || silent.length < open.length || !now || isFinal(now.state)) return;
  noteSilent(services, job, `${silent.length} of its tasks: ${silent[0]?.silence ?? ""}`);
}
