import type { EndReason } from "@/lib/domain/end-reason";
import type { BatchScheduler } from "@/lib/schedulers/batch-scheduler";
import type { Transport } from "@/lib/transport/transport";
import type { BatchSshFacts } from "./batch-sshd";

/** What a batch system, as it runs here, is able to do; the suite leaves out what it is not, and says so. */
export interface BatchAbilities {
  /** Ended jobs can be asked for: exit code, signal and how they ended. False: they are `absent` at last. */
  remembersEnded: boolean;
  /** False where a signal that ended the script is told as an exit code. */
  tellsSignals: boolean;
  /** Seconds until a job that sleeps is ended by the smallest walltime that can be asked; null where it is not enforced. */
  timeoutSeconds: number | null;
  shortestWalltimeSeconds: number;
  /** Seconds in which a job of no length goes from submission to its end; for patience. */
  usualSeconds: number;
  /** A job that takes more memory than it asked, and how its end is told; null where memory is not watched. */
  memory: { bytesAsked: number; command: string; reason: EndReason } | null;
  /** A job that no node can run waits, with a reason: words of directives that ask too much; null where they are refused. */
  waitsForEver: { directives: readonly string[]; reason: RegExp } | null;
}

/** A running batch system with a login node. */
export interface BatchLab {
  /** Name and version: `Slurm 22.05.8`. */
  name: string;
  isReal: boolean;
  scheduler: BatchScheduler;
  ssh: BatchSshFacts;
  /** A connection as the first or the second person; they are kept open until `stop`. */
  transport(person?: 0 | 1): Promise<Transport>;
  /** A queue that starts jobs at once. */
  queue: string;
  can: BatchAbilities;
  /** Runs a shell command where the batch system runs, as root. */
  asRoot(command: string): Promise<string>;
  /** Stops the scheduler so that it does not answer, and starts it again; null where that cannot be shown. */
  outage: {
    begin(): Promise<void>;
    end(): Promise<void>;
    /** Its nodes go down with it, and what runs on them. */
    endsJobs?: boolean;
  } | null;
  stop(): Promise<void>;
}

/** Why a lab cannot be had on this machine. */
export interface NoLab {
  name: string;
  skipped: string;
}

export type StartLab = () => Promise<BatchLab | NoLab>;

export function isLab(lab: BatchLab | NoLab): lab is BatchLab {
  return !("skipped" in lab);
}
