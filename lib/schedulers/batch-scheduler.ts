import type { Job } from "../domain/job";
import type { QueueOffers } from "../domain/queue-offers";
import type { QueueSight } from "../domain/queue-sight";
import type { Resources } from "../domain/resources";
import type { BatchKind } from "../domain/scheduler-kind";
import type { DependencyCondition } from "../domain/task";
import type { ControlFile, JobPlace, RemoteCall } from "./scheduler";

/** What becomes directives. */
export interface BatchRequest {
  resources: Resources;
  walltimeSeconds: number | null;
}

/** A part of what a directive line asks: fields of `Resources`, or the walltime. */
export type DirectiveMeaning = Partial<Resources> & { walltimeSeconds?: number | null; array?: string; jobName?: string };

/** One submission to a batch system. */
export interface BatchSubmission {
  job: Pick<Job, "id" | "name">;
  /** Letters and digits, 16 at most; must be found again by `find` in queue and accounting. */
  nonce: string;
  place: JobPlace;
  /** The directive lines' words, without mark, in order; a later one wins. */
  directives: readonly string[];
  /** Array tasks, ascending; null: no array. */
  tasks: { indexes: readonly number[]; atOnce: number | null } | null;
  /** Only where there are no arrays: the one task that this submission is, passed to run.sh as its argument. */
  task?: number;
  dependencies: readonly { nativeId: string; condition: DependencyCondition }[];
  /** Waits in the queue until it is released. */
  held: boolean;
}

/** `words`: on what it would start, where that is told. */
export interface BatchTrial {
  startAt: Date | null;
  words: string;
}

/**
 * One batch system's language; pure. All commands run with `TZ=UTC0 LC_ALL=C` (so that times are UTC) in a POSIX shell on
 * the login node, as the person. `read` throws AppError: `unreachable` when the scheduler did not answer (it says nothing
 * about jobs; asked again later), `remote` when it refused, in words for a researcher.
 */
export interface BatchScheduler {
  readonly kind: BatchKind;
  /** Begin directive lines; the first is written, all are read: `["#SBATCH"]`. */
  readonly marks: readonly string[];
  /** Words of the directives that ask for this, one line each: `["--nodes=2"]`. Free directives come last, as they are. */
  directives(request: BatchRequest): string[];
  /** What a directive means, from its words without mark; null when it is not one of `Resources`' (it is kept as it is). */
  readDirective(words: string): DirectiveMeaning | null;
  /**
   * Files for the control folder. What is submitted must run `/bin/sh <control>/run.sh`, with the task's index as its
   * argument in an array, keep its own output in `<control>/scheduler.out` (or `…-<task>`), never be put back into the queue by the
   * scheduler's own will, carry the nonce, and set no mail.
   */
  render(submission: BatchSubmission): ControlFile[];
  /** Runs in the control folder, with `render`'s files in it; prints what `readId` reads. */
  submitCommand(submission: BatchSubmission): string;
  /** The native id of what was submitted; throws `remote` with the refusal in words, `unreachable` when the scheduler did not take it for lack of an answer. */
  readSubmit(result: { exitCode: number; stdout: string; stderr: string }): string;
  /**
   * One question for all jobs named, in the queue (and the accounting where that is one command). An array's native id is answered
   * by one sight for each of its tasks, by `taskId`. Those not in the answer are to be looked up by `records`.
   */
  status(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>>;
  /** The accounting's word on jobs and array tasks that the queue no longer has; null where the system keeps none. Jobs not in the answer have no record (yet). */
  records(nativeIds: readonly string[]): RemoteCall<ReadonlyMap<string, QueueSight>> | null;
  /**
   * Looks a submission up by its nonce, in queue and accounting, not before `since`. null: the scheduler answered, and there is none.
   * `isCertain` is false when no accounting could be asked, so that a job that ended meanwhile would be missed.
   */
  find(nonce: string, since: Date): RemoteCall<{ nativeId: string | null; isCertain: boolean }>;
  /** Takes jobs, arrays and tasks. An unknown or ended one is no error. */
  cancel(nativeIds: readonly string[]): RemoteCall<void>;
  hold(nativeIds: readonly string[]): RemoteCall<void>;
  release(nativeIds: readonly string[]): RemoteCall<void>;
  /** What the host offers this person: one command that stays cheap. */
  offers(now: Date): RemoteCall<QueueOffers>;
  /** Asks when such a batch script would start, without submitting it; `read` throws what would be refused. Absent: the system cannot tell. */
  trial?(script: string): RemoteCall<BatchTrial>;
  /** null: no arrays; tasks become jobs of their own. */
  readonly arrays: {
    /** Native id of one task: `123_4`. */
    taskId(nativeId: string, index: number): string;
  } | null;
  /** Conditions that the system itself can wait for. */
  readonly conditions: readonly DependencyCondition[];
}
