import type { Job } from "./job";
import { formatWalltime } from "./walltime";

type Ended = Pick<Job, "state" | "endReason" | "exitCode" | "signal"> & { walltimeSeconds?: number | null; failure?: string | null; taskCount?: number };

const signalWords: Record<string, string> = {
  SIGKILL: "often the system's out-of-memory guard, or somebody's kill -9",
  SIGSEGV: "a memory fault in the program",
  SIGABRT: "the program gave up by itself",
  SIGBUS: "a memory fault, or a file that shrank under the program",
  SIGFPE: "a division by zero or another arithmetic fault",
  SIGILL: "a program built for another processor",
  SIGPIPE: "it wrote to a program that had gone",
  SIGTERM: "somebody or something asked it to stop",
  SIGXCPU: "the host's limit on CPU time",
  SIGXFSZ: "the host's limit on file size",
};

/** How a job ended, as one sentence for screen and mail; null while it lives. */
export function howItEnded(job: Ended): string | null {
  switch (job.endReason) {
    case null:
      return null;
    case "exit":
      if (job.taskCount && job.exitCode === 0) return job.taskCount === 1 ? "Its task completed." : `All ${job.taskCount.toLocaleString("en")} tasks completed.`;
      return job.exitCode === 0 ? "Ended with exit code 0." : `The script ended with exit code ${job.exitCode}.${exitHint(job.exitCode)}`;
    case "signal": {
      const words = job.signal ? signalWords[job.signal] : undefined;
      return `Killed by ${job.signal ?? "a signal"}${words ? ` (${words})` : ""}.`;
    }
    case "walltime":
      return job.walltimeSeconds ? `Stopped at its walltime of ${formatWalltime(job.walltimeSeconds)}.` : "Stopped at its walltime.";
    case "canceled":
      return "Canceled by its owner.";
    case "lost":
      return "Lost: the host could not tell how it ended, and its owner closed it.";
    case "stage_in":
      return `It never started: ${job.failure ?? "its files could not be brought to the host."}`;
    case "submit":
      return `It never started: ${job.failure ?? "the host refused it."}`;
    case "memory":
      return "Stopped because it used more memory than it had asked for. Ask for more memory, or use less.";
    case "node_failure":
      return "A node that it ran on failed. That is the host's fault, not the script's: submit it again.";
    case "preempted":
      return "Stopped by the scheduler to make room for a job of higher priority. Submit it again, or use a queue that is not preempted.";
    case "deadline":
      return "Stopped by the scheduler because it could not end before its deadline.";
    case "boot_failure":
      return "Its nodes could not be started. That is the host's fault: submit it again.";
    case "dependency":
      return job.failure ?? "It never started: a job that it was to wait for ended otherwise than it should.";
    case "removed":
      return "Canceled at the host, not through Sqmpy: by its owner there, or by an administrator.";
    case "stopped":
      return job.failure ?? `The host told it to end${job.signal ? ` (${job.signal})` : ""}, and its scheduler does not say why.`;
    case "tasks":
      return job.failure ?? "Some of its tasks failed.";
  }
}

function exitHint(code: number | null): string {
  if (code === 127) return " That mostly means: a command was not found.";
  if (code === 126) return " That mostly means: a file is not executable.";
  return "";
}
