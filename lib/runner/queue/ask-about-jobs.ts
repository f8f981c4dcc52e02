import type { BatchEvidence } from "@/lib/domain/reconcile-batch";
import type { HostId } from "@/lib/domain/ids";
import { absentSight, type QueueSight } from "@/lib/domain/queue-sight";
import { isBatchKind, type BatchKind } from "@/lib/domain/scheduler-kind";
import type { BatchScheduler } from "@/lib/schedulers/batch-scheduler";
import { batchScheduler } from "@/lib/schedulers/batch-schedulers";
import { readExitRecord, readWrapperId } from "@/lib/schedulers/read-records";
import { placeOf } from "@/lib/schedulers/scheduler";
import type { Transport } from "@/lib/transport/transport";
import type { JobOnHost, Services } from "../services";
import { ask } from "./ask";
import { lateJobs } from "./late-jobs";
import { settle } from "./settle";

/** What the scheduler knows as one: a job, or a task of one. */
interface Unit {
  job: JobOnHost;
  task: number | null;
  nativeId: string;
  control: string;
}

const filesAtOnce = 500;

/**
 * Asks the scheduler about all of a host's jobs in one question, the accounting about those that it no longer has, and
 * reads the exit files of those that may have ended; then each is settled.
 */
export async function askAboutJobs(services: Services, transport: Transport, hostId: HostId, jobs: readonly JobOnHost[]): Promise<{ urgent: boolean }> {
  const late = lateJobs(services, hostId);
  let urgent = false;
  for (const kind of new Set([...jobs, ...late].map(({ scheduler }) => scheduler).filter(isBatchKind))) {
    const scheduler = batchScheduler(kind);
    const own = jobs.filter((job) => job.scheduler === kind);
    const units = own.flatMap((job) => unitsOf(services, scheduler, job));
    const answer = await askOne(services, transport, hostId, { scheduler, units, late: late.filter((job) => job.scheduler === kind) });
    urgent ||= answer.urgent;
  }
  return { urgent };
}

interface Round {
  scheduler: BatchScheduler;
  units: readonly Unit[];
  late: readonly { id: JobOnHost["id"]; nativeId: string; scheduler: BatchKind }[];
}

async function askOne(services: Services, transport: Transport, hostId: HostId, { scheduler, units, late }: Round): Promise<{ urgent: boolean }> {
  const ids = [...new Set(units.map(({ job, nativeId }) => (scheduler.arrays !== null && job.taskCount > 0 ? (job.nativeId ?? nativeId) : nativeId)))];
  const queue = ids.length === 0 ? new Map<string, QueueSight>() : await ask(services, transport, { hostId, what: "status", jobs: units.length, call: scheduler.status(ids) });

  const doubtful = units.filter(({ nativeId }) => needsRecord(queue.get(nativeId)));
  const records = await askAccounting(services, transport, hostId, scheduler, [...doubtful.map(({ nativeId }) => nativeId), ...late.map(({ nativeId }) => nativeId)]);
  for (const { id, nativeId } of late) {
    const usage = records.get(nativeId)?.usage;
    if (usage) services.jobs.setUsage(id, usage);
  }

  const sightOf = ({ nativeId }: Unit): QueueSight => records.get(nativeId) ?? queue.get(nativeId) ?? absentSight;
  const files = await readFiles(transport, doubtful);
  return settleAll(services, units, (unit) => ({ ...(files.get(unit) ?? { startedAt: null, exit: null }), sight: sightOf(unit) }));
}

/** A job that the queue does not have, or has as ended, has its record in the accounting. */
function needsRecord(sight: QueueSight | undefined): boolean {
  return sight === undefined || sight.state === "absent" || sight.state === "ended" || sight.state === "unknown";
}

async function askAccounting(services: Services, transport: Transport, hostId: HostId, scheduler: BatchScheduler, ids: readonly string[]): Promise<ReadonlyMap<string, QueueSight>> {
  const question = ids.length === 0 ? null : scheduler.records(ids);
  return question === null ? new Map() : ask(services, transport, { hostId, what: "accounting", jobs: ids.length, call: question });
}

async function readFiles(transport: Transport, units: readonly Unit[]): Promise<Map<Unit, Pick<BatchEvidence, "startedAt" | "exit">>> {
  const found = new Map<Unit, Pick<BatchEvidence, "startedAt" | "exit">>();
  for (let at = 0; at < units.length; at += filesAtOnce) {
    const some = units.slice(at, at + filesAtOnce);
    const answers = await transport.readRanges(some.flatMap(({ control }) => ["exit", "id"].map((name) => ({ path: `${control}/${name}`, offset: 0, limit: 600 }))));
    for (const [index, unit] of some.entries()) {
      const [exit, id] = [answers[index * 2], answers[index * 2 + 1]];
      found.set(unit, { exit: exit ? readExitRecord(exit.data.toString()) : null, startedAt: id ? (readWrapperId(id.data.toString())?.at ?? null) : null });
    }
  }
  return found;
}

async function settleAll(services: Services, units: readonly Unit[], evidenceOf: (unit: Unit) => BatchEvidence): Promise<{ urgent: boolean }> {
  let urgent = false;
  const tasks = new Map<JobOnHost, Map<number, BatchEvidence>>();
  for (const unit of units) {
    if (unit.task === null) {
      urgent = (await settle(services, { job: unit.job, task: null, seen: evidenceOf(unit) })).urgent || urgent;
    } else {
      const own = tasks.get(unit.job) ?? new Map<number, BatchEvidence>();
      tasks.set(unit.job, own.set(unit.task, evidenceOf(unit)));
    }
  }
  for (const [job, seen] of tasks) urgent = (await settle(services, { job, tasks: seen })).urgent || urgent;
  return { urgent };
}

function unitsOf(services: Services, scheduler: BatchScheduler, job: JobOnHost): Unit[] {
  if (job.directory === null) return [];
  const { control } = placeOf(job, job.directory);
  if (job.taskCount === 0) return job.nativeId ? [{ job, task: null, nativeId: job.nativeId, control }] : [];
  return services.jobs.unfinishedTasks(job.id).flatMap(({ index, nativeId }) => {
    const known = nativeId ?? (job.nativeId && scheduler.arrays ? scheduler.arrays.taskId(job.nativeId, index) : null);
    return known === null ? [] : [{ job, task: index, nativeId: known, control: `${control}/tasks/${index}` }];
  });
}
