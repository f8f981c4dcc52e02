import { notFound } from "next/navigation";
import { isOutputStream, type JobWithOutput, type OutputStream } from "@/lib/runner/output-place";
import { ownedJob } from "../../owned-job";
import { taskAsked } from "../../task-asked";

export type LogParams = Promise<{ jobId: string; stream: string }>;

/** The job and the output in the address; in a job of many tasks, `?task=7` says whose. */
export async function outputAsked(request: Request, params: LogParams): Promise<{ job: JobWithOutput; stream: OutputStream; task: number | null }> {
  const [{ job }, { stream }] = await Promise.all([ownedJob(params), params]);
  if (!isOutputStream(stream)) notFound();
  const task = job.taskCount === 0 ? null : taskAsked(new URL(request.url).searchParams.get("task"));
  return { job: { ...job, task }, stream, task };
}
