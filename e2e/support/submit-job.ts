import type { JobSpec } from "@/lib/domain/job-spec";
import { callAction } from "./call-action";
import { plainSpec } from "./plain-spec";
import type { Stage } from "./stage";

/** Submits to the stage's host as the form would, where the form itself is not what is tested; answers the job's id. */
export function submitJob({ url, lab }: Stage, script: string, change: Partial<JobSpec> = {}): Promise<string> {
  if (!lab) throw new Error("Only a stage in single-user mode has a host to submit to.");
  return submitAs({ url, hostId: lab.hostId, cookie: "" }, script, change);
}

/** The same for a person who is signed in. */
export async function submitAs({ url, hostId, cookie }: { url: string; hostId: string; cookie: string }, script: string, change: Partial<JobSpec> = {}): Promise<string> {
  const answer = await callAction(url, "/jobs/new", "submitJob", plainSpec(hostId, script, change), cookie);
  const jobId = /\/jobs\/([^/?]+)/.exec(answer.redirectedTo ?? "")?.[1];
  if (!jobId) throw new Error(`The job was not taken: ${answer.status} ${answer.body.slice(0, 500)}`);
  return jobId;
}
