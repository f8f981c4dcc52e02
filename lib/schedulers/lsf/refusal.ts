import { AppError } from "../../domain/errors";

const isOutage = /cannot connect to LSF|daemon (is )?not responding|LIM is (down|not)|not ready yet|LSF library call|mbatchd|LSF is (down|not running)|connection refused|communication time ?out|lsid: .*(failed|unknown)/i;

/** The error for what LSF's commands printed when they did not do as asked. */
export function refusal(what: string, said: string): AppError {
  if (isOutage.test(said)) return new AppError("unreachable", "LSF does not answer on the host (its daemons are down or out of reach). It is asked again.");
  return new AppError("remote", `${what}: ${inWords(said)}`);
}

/** bsub's own words, LSF 9 and 10. */
function inWords(said: string): string {
  const text = said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^(Request aborted by esub|Job not submitted\.?)$/i.test(line))
    .join(" ")
    .slice(0, 400);
  if (/no such queue/i.test(text)) return `the host has no such queue (${text}). Choose another queue.`;
  if (/RUNLIMIT|run(time)? limit|exceeds.*limit/i.test(text)) return `it asks for more than its queue allows (${text}). Ask for less, or for another queue.`;
  if (/queue has been closed|queue is closed/i.test(text)) return `its queue takes no jobs now (${text}). Choose another queue.`;
  if (/cannot use the (specified )?queue|not (a )?(valid|authorized) user|permission denied|user .* cannot/i.test(text)) return `you may not use this queue, project or reservation (${text}).`;
  if (/bad resource requirement/i.test(text)) return `its resource requirement is not understood there (${text}). Correct it.`;
  if (/job array index|array.*(limit|size|too large)/i.test(text)) return `its array is larger than the host allows (${text}). Ask for fewer tasks.`;
  if (/pending job (threshold|limit)|MAX_PEND_JOBS/i.test(text)) return `you have as many waiting jobs there as you may (${text}). Wait until some have ended.`;
  return text === "" ? "LSF gave no reason." : text;
}

const isGone = /is not found|no matching job found|no (unfinished )?job found|already finished|being (terminated|stopped|resumed)|user suspended|job has not been suspended|not a suspended|^job <.*> is (already|being)|^\s*$/i;

/** Throws unless every line is one that needs no doing: done, or about a job that is not there any more. */
export function expectDone(what: string, said: string): void {
  const bad = said.split("\n").filter((line) => /job|lsf|lim|daemon|permission|error|batch|bad|unknown|illegal/i.test(line) && !isGone.test(line));
  if (bad.length > 0) throw refusal(what, bad.join("\n"));
}
