import { callAction } from "../support/call-action";
import { plainSpec } from "../support/plain-spec";
import type { Planned } from "./judge";

export interface Submitted {
  key: string;
  /** From the address that the app sent the person to. */
  jobId: string;
  tries: number;
}

/** Submits as a person would who sees an error and presses the button again: same form, same submission key. */
export async function submitSurely(url: string, hostId: string, plan: Planned): Promise<Submitted> {
  for (let tries = 1; tries <= 400; tries++) {
    try {
      const answer = await callAction(url, "/jobs/new", "submitJob", plainSpec(hostId, scriptOf(plan), { submissionKey: plan.key, name: plan.key }));
      const jobId = /\/jobs\/([^/?]+)/.exec(answer.redirectedTo ?? "")?.[1];
      if (jobId) return { key: plan.key, jobId, tries };
      if (answer.status < 500) throw new Refused(`The app refused the job: ${answer.status} ${answer.body.slice(0, 500)}`);
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The job ${plan.key} was never taken.`);
}

class Refused extends Error {}

/** Counts its own starts outside of Sqmpy's sight, prints, writes a file, and ends as planned. */
function scriptOf(plan: Planned): string {
  return `#!/bin/sh
mkdir -p "$HOME/ran"
echo started >>"$HOME/ran/${plan.key}"
i=0
while [ "$i" -lt ${plan.lines} ]; do i=$((i + 1)); echo "${plan.key} line $i"; done | tee result.txt
sleep ${plan.seconds}
echo last
exit ${plan.exitCode}
`;
}
