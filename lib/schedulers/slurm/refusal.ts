import { AppError } from "../../domain/errors";

const silent = /unable to contact slurm|socket timed out|connection refused|connection timed out|communication connection failure|unexpected message received|problem talking to the database|slurm backup controller in standby|zero bytes were transmitted|resource temporarily unavailable|dns srv lookup failed|unable to establish controller|failed to open persistent connection/i;
const absent = /(?:squeue|sacct|sbatch|scontrol|scancel|sinfo)(?:: command)?(?:: |.*)not found/i;

/** What Slurm's error text means: `unreachable` when it did not answer, else `remote` with what it said. */
export function slurmError(what: string, stderr: string): AppError {
  const said = lastWords(stderr);
  if (silent.test(stderr)) {
    return new AppError("unreachable", `Slurm does not answer on this host: ${said} It is asked again later; nothing is known of the jobs meanwhile.`);
  }
  if (absent.test(stderr)) return new AppError("remote", "This host has no Slurm commands. Choose another kind of host, or put Slurm's folder into the PATH of ~/.bashrc there.");
  return new AppError("remote", `${what}: ${said}`);
}

/** Refusals of sbatch, by slurm_errno's words, and what to do. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [/invalid partition name|invalid partition specified/i, "There is no such partition. Choose another queue."],
  [/invalid account or account\/partition/i, "That account does not exist, or may not use this partition. Choose another account or queue."],
  [/invalid qos/i, "That QOS does not exist, or may not be used with this account. Choose another QOS."],
  [/requested reservation is invalid|reservation.*(?:expired|access)|access denied to requested reservation/i, "There is no such reservation, or it is not for you."],
  [/invalid feature/i, "No node has these features. Change the constraint."],
  [/invalid generic resource|invalid trackable resource|gres/i, "The host has no such GPUs or devices. Change what the job asks for."],
  [/requested node configuration is not available/i, "No node can give what the job asks for: nodes, cores, memory or GPUs. Ask for less."],
  [/memory specification can not be satisfied|memory required by task is not available/i, "No node has so much memory. Ask for less."],
  [/cpu count.*can not be satisfied|more processors requested than permitted/i, "No node has so many cores. Ask for less."],
  [/node count specification invalid|too many or few nodes/i, "This queue does not allow so many nodes. Ask for another number."],
  [/requested time limit is invalid|time limit.*exceed/i, "The walltime is longer than allowed. Ask for less."],
  [/invalid job array specification/i, "The host does not take an array of this size. Make it smaller, or submit it in parts."],
  [/job dependency problem|unable to create job dependency/i, "The job that this one shall wait for is not known to Slurm any more."],
  [/violates accounting\/qos policy|submit limit|assoc.*limit|qosmaxsubmit|job submit limit/i, "A limit of your account or QOS is reached: too many jobs, or too much asked. Wait until others have ended, or ask for less."],
  [/slurm temporarily unable to accept job|sleeping and retrying/i, "Slurm takes no more jobs just now. Try again later."],
  [/batch script contains dos line breaks/i, "The script has Windows line ends. Save it with Unix line ends."],
  [/user.*not.*found|invalid user id|user unknown/i, "Slurm does not know this user. Ask the host's administrators for an account in Slurm."],
  [/disk quota|no space left/i, "The disk of Slurm's controller, or your quota, is full."],
];

export function submitRefusal(stderr: string): AppError {
  if (silent.test(stderr)) return slurmError("", stderr);
  const said = lastWords(stderr);
  const advice = refusals.find(([pattern]) => pattern.test(stderr))?.[1];
  return advice ? new AppError("remote", `Slurm refused the job. ${advice} (${said})`) : slurmError("Slurm refused the job", stderr);
}

/** The error texts without the commands' names, at most 300 letters. */
function lastWords(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.replace(/^\s*(?:[\w-]+:? )?(?:error|fatal): /, "").replace(/^Batch job submission failed: /, "").trim());
  const said = [...new Set(lines.filter(Boolean))].slice(-3).join("; ").slice(0, 300);
  if (said === "") return "it gave no reason.";
  return /[.!?]$/.test(said) ? said : `${said}.`;
}
