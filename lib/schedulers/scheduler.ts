import type { Evidence } from "../domain/evidence";
import type { Job } from "../domain/job";
import type { Arrival } from "./arrival";

export interface ExecResult {
  /** null when a signal ended the command. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A command travels with the way to read its answer, so that they cannot be mismatched. `read` throws AppError on refusal. */
export interface RemoteCall<Answer> {
  readonly command: string;
  readonly stdin?: string;
  readonly read: (result: ExecResult) => Answer;
}

/** A small file in the job's control folder. */
export interface ControlFile {
  name: string;
  text: string;
}

/** Where a job lives on its host; absolute paths. */
export interface JobPlace {
  /** The working directory. */
  directory: string;
  /** `<directory>/.sqmpy/<job id>`: lock, wrapper, logs, events, exit file. */
  control: string;
}

export function placeOf(job: Pick<Job, "id">, directory: string): JobPlace {
  return { directory, control: `${directory.replace(/\/+$/, "")}/.sqmpy/${job.id}` };
}

/** What the wrapper is made from. */
export type WrapperInput = Pick<Job, "id" | "scriptName" | "interpreter" | "arguments" | "environment" | "walltimeSeconds"> & {
  /** A shell script to run in place of the person's own, which it calls. */
  body?: string;
  /** Between TERM and KILL; default `graceSeconds`. */
  graceSeconds?: number;
};

/** `at`: when the wrapper began, by the host's clock. */
export type SubmitAnswer = { outcome: "started"; nativeId: string; at: Date } | { outcome: "locked" } | { outcome: "prevented" };

/** How a plain host is spoken to; pure. Batch systems: `BatchScheduler`. */
export interface Scheduler {
  readonly kind: "shell";
  render(input: WrapperInput, place: JobPlace): ControlFile[];
  /**
   * Starts the job once; repeating it answers the same id. Unless it has started: what arrived is checked and put in its
   * place, the control files are written, and `program` is looked for, so that its absence is said plainly.
   * `locked`: the lock is taken but no id is on disk; `prevented`: by Sqmpy itself, so that it never starts.
   */
  submit(place: JobPlace, program: string, arrivals: readonly Arrival[], controlFiles: readonly ControlFile[]): RemoteCall<SubmitAnswer>;
  /** One question for all of a person's jobs on the host. Jobs that the answer does not name are `unknown`. */
  status(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, Evidence["process"]>>;
  /**
   * Makes sure that a job that could not be started never will be, by taking its lock: `prevented` is the proof;
   * `unknown` when the lock is taken by what left no id, or cannot be taken now.
   */
  prevent(place: JobPlace): RemoteCall<"prevented" | "started" | "unknown">;
  /** Asks the job to end: TERM to the whole group, KILL after `graceSeconds`. An ended job is no error. */
  cancel(place: JobPlace, graceSeconds: number): RemoteCall<"asked" | "prevented" | "ended">;
}
