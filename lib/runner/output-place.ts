import type { Job } from "@/lib/domain/job";
import type { JobFile } from "@/lib/domain/job-file";
import { isFinal } from "@/lib/domain/job-state";
import { placeOf } from "@/lib/schedulers/scheduler";
import type { Services } from "./services";

export const outputStreams = ["stdout", "stderr"] as const;
export type OutputStream = (typeof outputStreams)[number];

export function isOutputStream(word: string): word is OutputStream {
  return (outputStreams as readonly string[]).includes(word);
}

export type JobWithOutput = Pick<Job, "id" | "hostId" | "directory" | "state" | "startedAt"> & {
  /** The task whose output it is, in a job of many. */
  task?: number | null;
};

/** Where an output lies now: a copy here, a file on the host, or nowhere yet. */
export type OutputPlace = { kind: "stored"; file: JobFile } | { kind: "host"; path: string } | { kind: "none" };

export function placeOfOutput(services: Pick<Services, "files">, job: JobWithOutput, stream: OutputStream): OutputPlace {
  const hasEnded = isFinal(job.state) || job.state === "stage_out";
  const own = job.task === null || job.task === undefined ? "" : `tasks/${job.task}/`;
  const file = hasEnded ? services.files.list(job.id).find(({ kind, path, place }) => kind === stream && path === `${own}${stream}.txt` && place === "stored") : undefined;
  if (file) return { kind: "stored", file };

  const neverStarted = isFinal(job.state) && job.startedAt === null;
  if (job.directory === null || neverStarted) return { kind: "none" };
  return { kind: "host", path: `${placeOf(job, job.directory).control}/${own}${stream}` };
}
