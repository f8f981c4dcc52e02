import { AppError } from "../../domain/errors";

const isOutage =
  /cannot connect to (specified )?server|can not connect|connection (refused|timed out|reset)|no route to host|errno=(15010|15009|111|110|113)\b|could not connect|premature end of message|end of file|server is (busy|down|shutting)|trqauthd|munge|no default server|communication failure|batch protocol error|resource temporarily unavailable/i;

/** What PBS says of jobs that it does not have, or that are as they should be. */
const isGone = /unknown job[ -]?id|job has finished|request invalid for (state|type) of job|invalid state for job|unknown\/illegal job identifier|job .* not found|not configured to maintain job history/i;

/** The error for what the commands of PBS or Torque printed when they did not do as asked. */
export function refusal(system: string, what: string, said: string): AppError {
  if (isOutage.test(said)) return new AppError("unreachable", `${system} does not answer on the host (its server is down or out of reach). It is asked again.`);
  return new AppError("remote", `${what}: ${inWords(said)}`);
}

/** Throws unless all that the commands complained of is jobs that are gone. */
export function expectDone(system: string, what: string, stderr: string, allowed = isGone): void {
  const complaints = stderr.split("\n").filter((line) => /^(q[a-z]+|pbs[a-z_]*|xargs|sh|bash)\b.*:/.test(line) || isOutage.test(line));
  const bad = complaints.filter((line) => !allowed.test(line));
  if (bad.length > 0) throw refusal(system, what, bad.join("\n"));
}

/** Words of qsub(1B), PBS Pro 11 to 2025 and Torque 2 to 6. */
function inWords(said: string): string {
  const text = said
    .split("\n")
    .map((line) => line.replace(/^(qsub|qstat|qdel|qhold|qrls|qselect): (submit error \((.*)\))?/, "$3").trim())
    .filter((line) => line !== "" && !/^(usage|For more)/i.test(line))
    .join(" ")
    .slice(0, 400);
  if (/unknown queue/i.test(text)) return `the host has no such queue (${text}). Choose another queue.`;
  if (/walltime.*(limit|exceeds)|job exceeds queue( and\/or server)? resource limits|resource limits/i.test(text)) {
    return `it asks for more than its queue allows (${text}). Ask for less walltime, fewer nodes or less memory, or for another queue.`;
  }
  if (/did not satisfy dependency|invalid job dependency/i.test(text)) return `a job that it is to wait for has ended otherwise than it should (${text}).`;
  if (/would exceed .*limit|maximum number of jobs|limit reached/i.test(text)) return `you have as many jobs there as you may (${text}). Wait until some have ended.`;
  if (/queue is not enabled|queue is disabled/i.test(text)) return `its queue takes no jobs now (${text}). Choose another queue.`;
  if (/unauthorized|not authorized|access (from|to) .*(denied|not allowed)|permission denied|acl|bad uid/i.test(text)) return `you may not use this queue or account (${text}).`;
  if (/unknown resource|illegal attribute or resource value|no feasible|cannot locate feasible nodes/i.test(text)) {
    return `no node of the host has what it asks (${text}). Ask for less, or for another feature.`;
  }
  if (/illegal|usage:/i.test(text)) return `a directive is not understood there (${text}). Correct or remove it.`;
  return text === "" ? "it gave no reason." : text;
}
