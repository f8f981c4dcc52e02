import type { JobSpec } from "@/lib/domain/job-spec";
import { callAction } from "./call-action";
import { plainSpec } from "./plain-spec";
import type { Stage } from "./stage";

/** Submits to the stage's host as the form would, where the form itself is not what is tested; answers the job's id. */
export async function submitJob({ url, lab }: Stage, script: string, change: Partial<JobSpec> = {}): Promise<string> {
  if (!lab) throw new Error("Only a stage in single-user mode has a host to submit to.");
  const answer = await callAction(url, "/jobs/new", "submitJob", plainSpec(lab.hostId, script, change));
  const jobId = /\/jobs\/([^/?]+)/.exec(answer.redirectedTo ?? "")?.[1];
  if (!jobId) throw new Error(`The job was not taken: ${answer.status} ${answer.body.slice(0, 500)}`);
  return jobId;
}
