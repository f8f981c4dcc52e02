"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { userAction } from "@/lib/action";
import { AppError } from "@/lib/domain/errors";
import type { JobId, UserId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import { jobSpecSchema } from "@/lib/domain/job-spec";
import { taskLimit } from "@/lib/domain/task-range";
import { holdJob as hold, releaseJob as release } from "@/lib/runner/hold-job";
import { createJob } from "@/lib/runner/new-job";
import { resubmitJob as resubmit } from "@/lib/runner/resubmit-job";
import { sqmpy } from "@/lib/wiring";

const jobId = z.string().min(1).max(60).transform((id) => id as JobId);
const oneJob = z.object({ id: jobId });
const manyJobs = z.object({ ids: z.union([jobId.transform((id) => [id]), z.array(jobId).min(1, "Choose a job.").max(1_000)]) });
const ticked = z.union([z.boolean(), z.enum(["on", "true", "false", ""]).transform((value) => value === "on" || value === "true")]).default(false);

/**
 * Makes the job and names its page; the same submission key names the same job. No redirect: Next would render the page
 * within the answer, and a fault there would look like one of the submission.
 */
export const submitJob = userAction(jobSpecSchema, async (userId, spec) => {
  const { desk, services } = sqmpy();
  const { job } = createJob(desk, userId, spec, services.now());
  await services.tell.submitted(job);
  return { status: "done", goTo: `/jobs/${job.id}` };
});

const someTasks = z.array(z.number().int().min(0)).min(1, "Choose a task.").max(taskLimit);

/**
 * The same job again, or some of its tasks, at once. A form that sends its own `submissionKey` makes one job, however often
 * it is sent.
 */
export const resubmitJob = userAction(oneJob.extend({ submissionKey: z.uuid().optional(), onlyTasks: someTasks.optional() }), async (userId, { id, submissionKey, onlyTasks }) => {
  const { desk, services } = sqmpy();
  const { job } = resubmit(desk, userId, id, { submissionKey: submissionKey ?? crypto.randomUUID(), at: services.now(), onlyTasks });
  await services.tell.submitted(job);
  redirect(`/jobs/${job.id}`);
});

/** Asks jobs to end. Those that have ended already are left as they are. */
export const cancelJobs = userAction(manyJobs, async (userId, { ids }) => {
  const { desk, services } = sqmpy();
  const asked = desk.jobs.requestCancel(userId, ids, services.now());
  for (const job of jobsOf(userId, asked)) await services.tell.cancelRequested(job);
  refresh();

  if (asked.length === 0) throw new AppError("conflict", ids.length === 1 ? "This job has ended already." : "These jobs have ended already.");
  return { status: "done", message: asked.length === 1 ? "Canceling the job." : `Canceling ${asked.length} jobs.` };
});

/** Removes ended jobs with their files here, and with `removeRemote` their folders on the hosts. `from: "job"` goes on to the history. */
export const removeJobs = userAction(manyJobs.extend({ removeRemote: ticked, from: z.enum(["job", "history"]).default("history") }), async (userId, input) => {
  const { desk, services } = sqmpy();
  const jobs = jobsOf(userId, input.ids);
  const removed = new Set(desk.jobs.remove(userId, input.ids, { removeRemote: input.removeRemote }, services.now()));
  for (const job of jobs) if (removed.has(job.id)) await services.tell.removed(job);

  if (removed.size === 0) throw new AppError("conflict", "Only jobs that have ended can be deleted: cancel them first.");
  if (input.from === "job") redirect("/jobs");
  refresh();
  const left = input.ids.length - removed.size;
  const sentence = removed.size === 1 ? "Deleted 1 job." : `Deleted ${removed.size} jobs.`;
  return { status: "done", message: left === 0 ? sentence : `${sentence} ${left} ${left === 1 ? "has" : "have"} not ended: cancel first.` };
});

/** Keeps a job in its queue until it is released. */
export const holdJob = userAction(oneJob, async (userId, { id }) => {
  await hold(sqmpy().services, ownId(userId, id));
  refresh();
  return { status: "done", message: "The host was asked to hold the job." };
});

/** Lets a held job go on. */
export const releaseJob = userAction(oneJob, async (userId, { id }) => {
  await release(sqmpy().services, ownId(userId, id));
  refresh();
  return { status: "done", message: "The host was asked to release the job." };
});

/** Ends a job that its host cannot tell about any more. */
export const closeAsLost = userAction(oneJob, async (userId, { id }) => {
  const { desk, services } = sqmpy();
  const closed = desk.jobs.closeAsLost(userId, id, services.now());
  refresh();
  if (!closed) throw new AppError("conflict", "The host answered meanwhile: this job is not lost.");
  return { status: "done", message: "The job is closed as lost." };
});

/** Shows the history as it is now. */
export const refreshJobs = userAction(z.object({}), async () => {
  refresh();
  return { status: "done" };
});

function ownId(owner: UserId, id: JobId): JobId {
  if (!sqmpy().desk.jobs.find(owner, id)) throw new AppError("not_found", "This job is no longer there.");
  return id;
}

function jobsOf(owner: UserId, ids: readonly JobId[]): Job[] {
  const { desk } = sqmpy();
  return ids.map((id) => desk.jobs.find(owner, id)).filter((job) => job !== undefined);
}
