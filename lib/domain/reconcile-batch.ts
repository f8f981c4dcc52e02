import type { ExitRecord, Move } from "./evidence";
import type { EndReason } from "./end-reason";
import type { QueueState } from "./job";
import { canMove, type JobState } from "./job-state";
import type { QueueEnd, QueueSight } from "./queue-sight";

/** What is known of a job or of one task, and what the last look found. */
export interface BatchKnown {
  state: JobState;
  cancelRequestedAt: Date | null;
  /** It was handed in more than once: one of them runs, the others find its lock. */
  wasHandedInAgain?: boolean;
}

export interface BatchEvidence {
  /** From the wrapper's first line. */
  startedAt: Date | null;
  exit: ExitRecord | null;
  /** null: the scheduler was not asked this time. */
  sight: QueueSight | null;
}

/** How it ended, with proof. */
export type BatchEnd = Required<Pick<Move, "startedAt" | "endedAt" | "exitCode" | "signal" | "endReason">> & Pick<Move, "usage" | "text" | "failure">;

export type BatchVerdict =
  | { kind: "ended"; end: BatchEnd }
  | { kind: "active"; startedAt: Date; nodes: string | null }
  /** As it was; what its queue says is noted. */
  | { kind: "waiting"; queueState: QueueState | null; reason: string | null; expectedStartAt: Date | null; nodes: string | null }
  /** It may have ended, and the scheduler's record is wanted to say so: ask soon. */
  | { kind: "ask" }
  | { kind: "silent"; sentence: string }
  | { kind: "nothing" };

const second = 1_000;
/** How long the scheduler's record of an end that the exit file does not explain is waited for. */
const recordMs = 90 * second;
/** How long an exit file is waited for after a record that says the script itself ended: network file systems lag. */
const exitFileMs = 45 * second;
/** What the wrapper ends with when it finds that the script has run before. */
const secondStart = 75;

/**
 * What a look means for a job, or a task, in a batch system. An end needs the wrapper's exit file or the scheduler's terminal
 * record; a job that neither knows is silent, never ended.
 */
export function reconcileBatch(known: BatchKnown, seen: BatchEvidence, now: Date): BatchVerdict {
  if (seen.exit) return verdictOnExit(known, seen.exit, seen.sight, now);
  const { sight } = seen;
  if (sight?.end) return verdictOnRecord(known, seen.startedAt, sight.end, sight, now);

  const startedAt = seen.startedAt ?? (sight && runs(sight) ? (sight.startedAt ?? now) : null);
  if (startedAt && canMove(known.state, "active")) return { kind: "active", startedAt, nodes: sight?.nodes ?? null };
  if (!sight) return { kind: "nothing" };
  switch (sight.state) {
    case "absent":
      return { kind: "silent", sentence: "It is no longer in the queue, the accounting has no record of it, and it left no exit file." };
    case "unknown":
      return { kind: "silent", sentence: `The scheduler says “${sight.nativeReason ?? "nothing that Sqmpy knows"}” of it.` };
    case "ended":
      return { kind: "ask" };
    case "queued":
    case "held":
    case "active":
    case "suspended":
    case "ending":
      return { kind: "waiting", ...noteOf(known, sight) };
  }
}

function runs({ state }: QueueSight): boolean {
  return state === "active" || state === "suspended" || state === "ending";
}

function noteOf({ state }: BatchKnown, sight: QueueSight) {
  const isPutBack = state === "active" && (sight.state === "queued" || sight.state === "held");
  return {
    queueState: sight.state === "held" || sight.state === "suspended" || sight.state === "ending" ? sight.state : null,
    reason: isPutBack ? "The scheduler put it back into the queue after it had started. Sqmpy runs a script only once, so it will not start again." : sight.reason,
    expectedStartAt: sight.expectedStartAt,
    nodes: sight.nodes,
  };
}

function verdictOnExit(known: BatchKnown, exit: ExitRecord, sight: QueueSight | null, now: Date): BatchVerdict {
  const end = sight?.end ?? null;
  const isExplained = exit.cause === "itself" && exit.signal === null;
  if (!isExplained && !end && known.cancelRequestedAt === null && now.getTime() - exit.endedAt.getTime() < recordMs) return { kind: "ask" };

  const named = end && end.reason !== "exit" && end.reason !== "signal" ? end.reason : null;
  const plain: EndReason = exit.cause === "host" ? "stopped" : exit.signal ? "signal" : "exit";
  // A script that ended well by itself ended well, whatever befell its job afterwards.
  const reason = isExplained && exit.code === 0 ? "exit" : (named ?? plain);
  const { startedAt, endedAt, code, signal } = exit;
  return { kind: "ended", end: { startedAt, endedAt, exitCode: code, signal, endReason: own(known, reason), usage: sight?.usage ?? undefined } };
}

function verdictOnRecord(known: BatchKnown, startedAt: Date | null, end: QueueEnd, sight: QueueSight, now: Date): BatchVerdict {
  const endedAt = end.endedAt ?? now;
  const isFresh = now.getTime() - endedAt.getTime() < exitFileMs;
  if (end.reason === "exit" && isFresh && end.exitCode !== secondStart) return { kind: "ask" };

  const began = startedAt ?? end.startedAt;
  const isSecondStart = end.reason === "exit" && end.exitCode === secondStart;
  if (isSecondStart && known.wasHandedInAgain) {
    return { kind: "silent", sentence: "It was handed in twice, since the first answer was lost; the one that runs its script is known by its own files alone." };
  }
  const failure = isSecondStart
    ? "The scheduler stopped it and put it back into the queue. Sqmpy runs a script only once, so its second start did nothing: submit it again."
    : began === null && end.reason === "exit"
      ? "It ended before its script could start."
      : null;
  return {
    kind: "ended",
    end: {
      startedAt: began ?? endedAt,
      endedAt,
      exitCode: isSecondStart ? null : end.exitCode,
      signal: end.signal,
      endReason: own(known, isSecondStart ? "stopped" : end.reason),
      failure,
      usage: sight.usage ?? undefined,
      text: `The scheduler's record says ${end.native}; the job left no exit file.`,
    },
  };
}

/** What its owner asked to be canceled and did not end by itself was canceled. */
function own({ cancelRequestedAt }: BatchKnown, reason: EndReason): EndReason {
  const byForce: readonly EndReason[] = ["removed", "signal", "stopped", "canceled", "dependency"];
  return cancelRequestedAt !== null && byForce.includes(reason) ? "canceled" : reason;
}
