import { isFaultOfHost, messageOf } from "@/lib/domain/errors";
import type { Evidence, ExitRecord } from "@/lib/domain/evidence";
import type { HostId, JobId } from "@/lib/domain/ids";
import { backOffDelay, pollDelay } from "@/lib/domain/poll";
import { reconcile } from "@/lib/domain/reconcile";
import { readExitRecord, readWrapperId } from "@/lib/schedulers/read-records";
import { placeOf } from "@/lib/schedulers/scheduler";
import { shell } from "@/lib/schedulers/shell";
import { call, type Transport } from "@/lib/transport/transport";
import { advance } from "./advance";
import { planLook } from "./later";
import { turns } from "./one-at-a-time";
import { lateJobs } from "./queue/late-jobs";
import { lookAtQueue, untilQuestion } from "./queue/look-at-queue";
import { settle } from "./queue/settle";
import type { JobOnHost, Services } from "./services";
import { lookAtTasks } from "./tasks/look-at-tasks";

/** How long a sign of life stays fresh: the process table is asked again after it. */
const processLookMs = 15_000;
/** Up to so many jobs, the outputs of all are measured at each look; beyond it only those of open pages. */
const measuredJobs = 100;
/** Looks at batch jobs only read what their wrappers told, and need not be more frequent. */
const shortestQueueLookMs = 2_000;
/** A host that does not answer makes its jobs "not heard from" only after this. */
const silenceMs = 60_000;

/** One look at a host for all its jobs, if one is due; then the next is planned, or none when nothing is left. */
export async function pollHostIfDue(services: Services, hostId: HostId): Promise<void> {
  if (services.hosts.claimPoll(hostId, services.now())) await pollHost(services, hostId);
}

/** The look itself. A fault of the host changes no job's state. */
export async function pollHost(services: Services, hostId: HostId): Promise<void> {
  try {
    await lookAtJobs(services, hostId);
    await takeUpWhatWaits(services, hostId);
    await planNext(services, hostId);
  } catch (error) {
    if (!isFaultOfHost(error)) throw error;
    noteSilence(services, hostId, `The host cannot be asked: ${messageOf(error)}`);
    await planLook(services, hostId, error.retryAfterMs ?? backOffDelay(Math.max(1, services.hosts.failures(hostId))));
  }
}

/**
 * Reads the wrappers' exit files of all jobs in one batch, and for those without asks the process table in one question,
 * at most every 15 s. Answers what the jobs' outputs have grown to.
 */
export async function lookAtJobs(services: Services, hostId: HostId, watched: ReadonlySet<JobId> = new Set()): Promise<void> {
  await turns().run(`look ${hostId}`, async () => {
    const jobs = services.jobs.onHost(hostId).filter((job) => job.directory !== null);
    const [plain, batch] = [jobs.filter(isPlain), jobs.filter((job) => !isPlain(job))];
    const isInQueue = batch.length > 0 || lateJobs(services, hostId).length > 0;
    if (jobs.length === 0 && !isInQueue) return;
    await services.connections.with(hostId, async (transport) => {
      const whole = plain.filter(({ taskCount }) => taskCount === 0);
      if (whole.length > 0) await look(services, transport, whole, watched);
      for (const job of plain) if (job.taskCount > 0) await lookAtTasks(services, transport, job);
      if (batch.some(({ id }) => watched.has(id))) await measureWatched(services, transport, batch, watched);
      if (isInQueue) await lookAtQueue(services, transport, hostId, batch, watched);
    });
  });
}

const isPlain = ({ scheduler }: JobOnHost) => scheduler === "shell";

/** Of batch jobs with an open page, the outputs are measured and the exit files read at each look. */
async function measureWatched(services: Services, transport: Transport, jobs: readonly JobOnHost[], watched: ReadonlySet<JobId>): Promise<void> {
  const sights = jobs.filter((job) => watched.has(job.id) && job.taskCount === 0).map((job) => ({ job, control: placeOf(job, job.directory as string).control }));
  const [ids, exits, outputs] = await Promise.all([
    transport.readRanges(sights.map(({ control }) => ({ path: `${control}/id`, offset: 0, limit: 600 }))),
    readExits(transport, sights),
    transport.readRanges(sights.flatMap(({ control }) => [sizeOf(`${control}/stdout`), sizeOf(`${control}/stderr`)])),
  ]);
  noteOutputs(services, sights.map(({ job }, index) => ({ job, stdout: outputs[index * 2]?.size ?? job.stdoutSize, stderr: outputs[index * 2 + 1]?.size ?? job.stderrSize })));
  for (const [index, { job }] of sights.entries()) {
    const exit = exits[index] ?? null;
    const startedAt = readWrapperId(ids[index]?.data.toString() ?? "")?.at ?? null;
    if (exit || (startedAt && job.state === "queued")) await settle(services, { job, task: null, seen: { startedAt, exit, sight: null } });
  }
}

async function look(services: Services, transport: Transport, jobs: readonly JobOnHost[], watched: ReadonlySet<JobId>): Promise<void> {
  const sights = jobs.map((job) => ({ job, control: placeOf(job, job.directory as string).control }));
  const measured = sights.length <= measuredJobs ? sights : sights.filter(({ job }) => watched.has(job.id));
  const [exits, outputs] = await Promise.all([
    readExits(transport, sights),
    transport.readRanges(measured.flatMap(({ control }) => [sizeOf(`${control}/stdout`), sizeOf(`${control}/stderr`)])),
  ]);

  noteOutputs(
    services,
    measured.map(({ job }, index) => ({
      job,
      stdout: outputs[index * 2]?.size ?? job.stdoutSize,
      stderr: outputs[index * 2 + 1]?.size ?? job.stderrSize,
    })),
  );
  for (const [index, { job }] of sights.entries()) {
    if (exits[index]) await conclude(services, job, { exit: exits[index], startedAt: null, process: "unknown" });
  }
  await askProcesses(services, transport, sights.filter((_, index) => !exits[index]));
}

type Sight = { job: JobOnHost; control: string };

const sizeOf = (path: string) => ({ path, offset: 0, limit: 0 });

async function readExits(transport: Transport, sights: readonly Sight[]): Promise<(ExitRecord | null)[]> {
  const answers = await transport.readRanges(sights.map(({ control }) => ({ path: `${control}/exit`, offset: 0, limit: 600 })));
  return answers.map((answer) => (answer ? readExitRecord(answer.data.toString()) : null));
}

async function askProcesses(services: Services, transport: Transport, sights: readonly Sight[]): Promise<void> {
  const stale = services.now().getTime() - processLookMs;
  const asked = sights.filter(({ job }) => job.nativeId && (job.silence !== null || (job.heardAt?.getTime() ?? 0) < stale));
  if (asked.length === 0) return;

  const answers = await call(transport, shell.status(asked.map(({ job }) => job.nativeId as string)));
  const absent = asked.filter(({ job }) => answers.get(job.nativeId as string) !== "alive");
  // An exit file may have been written between the two looks: read again before a word of silence.
  const again = await readExits(transport, absent);

  services.jobs.heard(
    asked.filter((sight) => !absent.includes(sight)).map(({ job }) => job.id),
    services.now(),
  );
  for (const [index, { job }] of absent.entries()) {
    const process = answers.get(job.nativeId as string) ?? "unknown";
    await conclude(services, job, { exit: again[index] ?? null, startedAt: null, process });
  }
}

async function conclude(services: Services, job: JobOnHost, evidence: Evidence): Promise<void> {
  const verdict = reconcile(job, evidence);
  switch (verdict.kind) {
    case "move":
      if (await advance(services, job.id, verdict.move)) {
        if (verdict.move.to === "stage_out") await services.tell.ended(job);
      }
      return;
    case "heard":
      return services.jobs.heard([job.id], services.now());
    case "silent":
      if (job.silence === verdict.sentence) return;
      services.jobs.silent(job.id, verdict.sentence, services.now());
      return services.live.publish({ kind: "changed", jobId: job.id });
    case "nothing":
      return;
  }
}

function noteOutputs(services: Services, sizes: readonly { job: JobOnHost; stdout: number; stderr: number }[]): void {
  const grown = sizes.filter(({ job, stdout, stderr }) => stdout !== job.stdoutSize || stderr !== job.stderrSize);
  services.jobs.setOutputSizes(grown.map(({ job: { id }, stdout, stderr }) => ({ id, stdout, stderr })));
  for (const { job, stdout, stderr } of grown) services.live.publish({ kind: "output", jobId: job.id, stdout, stderr });
}

/** The host answers: what was put off when it did not is taken up again. */
async function takeUpWhatWaits(services: Services, hostId: HostId): Promise<void> {
  for (const job of services.jobs.unfinished(hostId)) {
    if (job.waitReason === null || turns().isBusy(job.id)) continue;
    if (job.cancelRequestedAt && job.state !== "stage_out") await services.tell.cancelRequested(job);
    else if (job.state === "new" || job.state === "stage_in") await services.tell.submitted(job);
    else if (job.state === "stage_out") await services.tell.ended(job);
  }
  for (const job of services.jobs.toRemove(hostId)) await services.tell.removed(job);
}

async function planNext(services: Services, hostId: HostId): Promise<void> {
  const jobs = services.jobs.unfinished(hostId);
  const isLate = lateJobs(services, hostId).length > 0;
  if (jobs.length === 0 && !isLate) return;
  const batch = services.jobs.onHost(hostId).filter((job) => !isPlain(job));
  const waits = [batch.length > 0 || isLate ? Math.max(untilQuestion(services, hostId, batch), shortestQueueLookMs) : Infinity];
  if (jobs.length > 0) {
    const youngest = Math.max(...jobs.map((job) => job.submittedAt.getTime()));
    const delay = pollDelay(services.now().getTime() - youngest);
    waits.push(batch.length === jobs.length ? Math.max(delay, shortestQueueLookMs) : delay);
  }
  await planLook(services, hostId, Math.min(...waits));
}

function noteSilence(services: Services, hostId: HostId, sentence: string): void {
  const now = services.now();
  for (const job of services.jobs.onHost(hostId)) {
    const last = job.heardAt ?? job.startedAt ?? job.submittedAt;
    if (job.silence === sentence || now.getTime() - last.getTime() < silenceMs) continue;
    services.jobs.silent(job.id, sentence, now);
    services.live.publish({ kind: "changed", jobId: job.id });
  }
}
