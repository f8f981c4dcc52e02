import { notFound } from "next/navigation";
import { isOutputStream } from "@/lib/runner/output-place";
import { ownedJob } from "../../owned-job";

export type LogParams = Promise<{ jobId: string; stream: string }>;

/** The job and the output in the address. */
export async function outputAsked(params: LogParams) {
  const [{ job }, { stream }] = await Promise.all([ownedJob(params), params]);
  if (!isOutputStream(stream)) notFound();
  return { job, stream };
}
