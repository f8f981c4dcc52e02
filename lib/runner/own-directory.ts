import type { Job } from "@/lib/domain/job";

/** True when the job's directory was made for it alone (`~/sqmpy/<job id>`), so that a later job gets its own instead. */
export function isOwnDirectory(job: Pick<Job, "id" | "workingDirectory">): boolean {
  return job.workingDirectory === "" || job.workingDirectory === `~/sqmpy/${job.id}`;
}
