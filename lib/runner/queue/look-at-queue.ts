import { AppError, messageOf } from "@/lib/domain/errors";
import type { BatchEvidence } from "@/lib/domain/reconcile-batch";
import type { ExitRecord } from "@/lib/domain/evidence";
import type { HostId, JobId } from "@/lib/domain/ids";
import { backOffDelay, questionDelay } from "@/lib/domain/poll";
import { newsFolderOf, readNews, type NewsItem } from "@/lib/schedulers/read-news";
import { readExitRecord, readWrapperId } from "@/lib/schedulers/read-records";
import { call, type Transport } from "@/lib/transport/transport";
import type { JobOnHost, Services } from "../services";
import { NoAnswer } from "./ask";
import { askAboutJobs } from "./ask-about-jobs";
import { lateJobs } from "./late-jobs";
import { renewOffers } from "./renew-offers";
import { settle } from "./settle";

/** What is remembered of a host between looks; losing it costs one question. */
interface Memory {
  /** News that was written down, to be removed on the host. */
  done: string[];
  lookedAt: number;
  /** A job ended in a way that only the scheduler can explain. */
  urgent: boolean;
  /** Questions in a row that the scheduler did not answer. */
  failures: number;
}

declare global {
  var sqmpyQueues: Map<HostId, Memory> | undefined;
}

const second = 1_000;
/** Between two readings of a host's news, however many pages are open. */
const newsMs = 2 * second;

/**
 * One look at a host's batch jobs: what their wrappers told, read in one command that costs no more than the news; and, when it
 * is time, one question to the scheduler for all of them.
 */
export async function lookAtQueue(services: Services, transport: Transport, hostId: HostId, jobs: readonly JobOnHost[], watched: ReadonlySet<JobId>): Promise<void> {
  const memory = memoryOf(hostId);
  const now = services.now().getTime();
  if (now - memory.lookedAt < newsMs && memory.lookedAt <= now) return;
  memory.lookedAt = now;

  await takeNews(services, transport, hostId, jobs, memory);
  if (isQuestionDue(services, hostId, jobs, watched, memory)) await question(services, transport, hostId, memory);
}

/** Milliseconds until the scheduler is to be asked again; for planning the next look. */
export function untilQuestion(services: Services, hostId: HostId, jobs: readonly JobOnHost[]): number {
  const isWatched = lateJobs(services, hostId).length > 0;
  const memory = memoryOf(hostId);
  const asked = services.hosts.askedAt(hostId)?.getTime() ?? 0;
  return Math.max(0, asked + delayOf(services, jobs, isWatched, memory) - services.now().getTime());
}

async function takeNews(services: Services, transport: Transport, hostId: HostId, jobs: readonly JobOnHost[], memory: Memory): Promise<void> {
  const folder = newsFolderOf(await transport.home(), hostId);
  const items = await call(transport, readNews(folder, memory.done));
  memory.done = [];
  const byJob = new Map(jobs.map((job) => [job.id, job]));
  for (const [jobId, news] of groupByJob(items)) {
    const job = byJob.get(jobId);
    if (job) {
      const { urgent } = job.taskCount === 0 ? await settle(services, { job, task: null, seen: evidenceOf(news) }) : await settle(services, { job, tasks: evidenceByTask(news) });
      memory.urgent ||= urgent;
      // What waits for the scheduler's word is read again.
      if (urgent) continue;
    }
    memory.done.push(...news.map(({ name }) => name));
  }
}

async function question(services: Services, transport: Transport, hostId: HostId, memory: Memory): Promise<void> {
  const jobs = services.jobs.onHost(hostId).filter((job) => job.scheduler !== "shell");
  services.hosts.noteAsked(hostId, services.now());
  try {
    const { urgent } = await askAboutJobs(services, transport, hostId, jobs);
    memory.urgent = urgent;
    memory.failures = 0;
    await renewOffers(services, transport, hostId);
  } catch (error) {
    if (!isOfScheduler(error)) throw error;
    memory.failures += 1;
    if (memory.failures > 1) noteNoAnswer(services, jobs, messageOf(error));
    services.log("warn", "the batch system did not answer", { hostId, failures: memory.failures, error: messageOf(error) });
  }
}

/** The batch system did not answer, or not sensibly; a lost connection is the host's matter. */
function isOfScheduler(error: unknown): error is AppError {
  return error instanceof NoAnswer || (error instanceof AppError && error.code === "remote");
}

function noteNoAnswer(services: Services, jobs: readonly JobOnHost[], reason: string): void {
  const sentence = `The host's batch system does not answer: ${reason}`;
  for (const job of jobs) {
    if (job.silence === sentence) continue;
    services.jobs.silent(job.id, sentence, services.now());
    services.live.publish({ kind: "changed", jobId: job.id });
  }
}

function isQuestionDue(services: Services, hostId: HostId, jobs: readonly JobOnHost[], watched: ReadonlySet<JobId>, memory: Memory): boolean {
  const isWatched = jobs.some(({ id }) => watched.has(id)) || lateJobs(services, hostId).length > 0;
  const asked = services.hosts.askedAt(hostId)?.getTime() ?? 0;
  const isAhead = asked > services.now().getTime(); // the clock was set back
  return isAhead || services.now().getTime() - asked >= delayOf(services, jobs, isWatched, memory);
}

function delayOf(services: Services, jobs: readonly JobOnHost[], isWatched: boolean, memory: Memory): number {
  if (memory.failures > 0) return Math.max(10 * second, backOffDelay(memory.failures, () => 0.5));
  const now = services.now().getTime();
  return questionDelay({ isWatched, isUrgent: memory.urgent, ages: jobs.map((job) => ({ isPending: job.state === "queued", ageMs: now - job.submittedAt.getTime() })) });
}

function memoryOf(hostId: HostId): Memory {
  const all = (globalThis.sqmpyQueues ??= new Map());
  const found = all.get(hostId);
  if (found) return found;
  const fresh: Memory = { done: [], lookedAt: 0, urgent: false, failures: 0 };
  all.set(hostId, fresh);
  return fresh;
}

function groupByJob(items: readonly NewsItem[]): Map<JobId, NewsItem[]> {
  const groups = new Map<JobId, NewsItem[]>();
  for (const item of items) groups.set(item.jobId, [...(groups.get(item.jobId) ?? []), item]);
  return groups;
}

function evidenceByTask(items: readonly NewsItem[]): Map<number, BatchEvidence> {
  const tasks = new Map<number, NewsItem[]>();
  for (const item of items) if (item.task !== null) tasks.set(item.task, [...(tasks.get(item.task) ?? []), item]);
  return new Map([...tasks].map(([index, own]) => [index, evidenceOf(own)]));
}

function evidenceOf(items: readonly NewsItem[]): BatchEvidence {
  const started = items.find(({ what }) => what === "started");
  const ended = items.find(({ what }) => what === "ended");
  const exit: ExitRecord | null = ended ? readExitRecord(ended.line) : null;
  return { startedAt: (started ? readWrapperId(started.line)?.at : null) ?? exit?.startedAt ?? null, exit, sight: null };
}
