import { AppError, isFaultOfHost, messageOf } from "@/lib/domain/errors";
import type { JobId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import { isFinal } from "@/lib/domain/job-state";
import { placeOf } from "@/lib/schedulers/scheduler";
import { shell } from "@/lib/schedulers/shell";
import { call, type Transport } from "@/lib/transport/transport";
import { advance } from "./advance";
import { plainBody } from "./plain-body";
import { programOf } from "./program-of";
import { orLater, planLook, type Outcome } from "./later";
import { turns } from "./one-at-a-time";
import { checkDependencies, type NativeDependencies } from "./queue/dependencies";
import { handToQueue } from "./queue/hand-to-queue";
import type { Attempt, Services } from "./services";
import { stageIn } from "./stage-in";
import { startTasks } from "./tasks/start-tasks";

/**
 * Brings a job to its host and starts it, at most once however often it is called: the host's lock decides, and an id
 * found on its disk is adopted. A fault of the host puts it off; a refusal by the host fails the job.
 */
export async function submitJob(services: Services, id: JobId): Promise<Outcome> {
  return turns().run(id, async () => {
    const job = services.jobs.find(id);
    if (!job || isFinal(job.state) || job.cancelRequestedAt || (job.state !== "new" && job.state !== "stage_in")) return "done";

    const wait = checkDependencies(services, job);
    if (wait.kind === "wait") return waitFor(services, job, wait.reason);
    if (wait.kind === "never") {
      await advance(services, id, { to: "failed", endedAt: services.now(), endReason: "dependency", failure: `It never started. ${wait.failure}`, text: wait.failure });
      return "done";
    }

    let attempt: Attempt | null = null;
    await advance(services, id, { to: "stage_in" }, () => void (attempt = services.jobs.attempt(id, services.now())));
    try {
      return await orLater(services, job, () =>
        services.connections.with(job.hostId, (transport) => bringAndStart(services, transport, job, attempt ?? services.jobs.attempt(id, services.now()), wait.native)),
      );
    } catch (error) {
      if (!(error instanceof AppError) || isFaultOfHost(error)) throw error;
      return orLater(services, job, () => giveUp(services, id, error));
    }
  });
}

/** Told again when the other job ends. */
function waitFor(services: Services, job: Job, reason: string): Outcome {
  if (job.waitReason !== reason) {
    services.jobs.wait(job.id, reason);
    services.live.publish({ kind: "changed", jobId: job.id });
  }
  return "done";
}

/** The host refused the job. It has failed only once it is certain that no earlier command can start it any more. */
async function giveUp(services: Services, id: JobId, refusal: AppError): Promise<void> {
  const job = services.jobs.get(id);
  if (job.directory !== null) {
    const place = placeOf(job, job.directory);
    const proof = await services.connections.with(job.hostId, (transport) => call(transport, shell.prevent(place)));
    if (proof !== "prevented") throw new AppError("unreachable", refusal.message, { cause: refusal });
  }
  const text = messageOf(refusal);
  await advance(services, id, { to: "failed", endedAt: services.now(), endReason: "submit", failure: text, text });
}

async function bringAndStart(services: Services, transport: Transport, job: Job, attempt: Attempt, native: NativeDependencies): Promise<void> {
  const directory = job.directory ?? (await resolve(transport, job));
  if (!job.directory) services.jobs.setDirectory(job.id, directory);
  const place = placeOf(job, directory);

  const arrivals = await stageIn(services, transport, job, place);
  if (services.jobs.get(job.id).cancelRequestedAt) return; // `cancelJob` waits for its turn
  if (job.scheduler !== "shell") return handToQueue(services, transport, job, place, attempt, arrivals, native);
  if (job.taskCount > 0) return startTasks(services, transport, job, place, arrivals);
  const controlFiles = shell.render({ ...job, body: plainBody(job) }, place);

  const answer = await call(transport, shell.submit(place, programOf(job), arrivals, controlFiles), { timeoutMs: 120_000 });
  if (answer.outcome === "locked") {
    services.jobs.silent(job.id, "Its lock is taken on the host, but its process left no id.", services.now());
    await planLook(services, job.hostId, 5_000);
    return;
  }
  if (answer.outcome === "prevented") throw new AppError("remote", "An earlier try to start it was given up. Submit it again.");

  const { nativeId, at } = answer;
  await advance(services, job.id, { to: "active", startedAt: at }, () => services.jobs.setStarted(job.id, nativeId, services.now()));
  await planLook(services, job.hostId, 1_000);
}

async function resolve(transport: Transport, job: Job): Promise<string> {
  const asked = job.workingDirectory || `~/sqmpy/${job.id}`;
  const path = asked.startsWith("~/") ? `${await transport.home()}/${asked.slice(2)}` : asked;
  return path.replace(/\/{2,}/g, "/").replace(/(?<=.)\/+$/, "");
}
