import { absentSight, type QueueEnd, type QueueSight, type Usage } from "../../domain/queue-sight";
import { signalName } from "../signal-name";
import type { JobAd } from "./job-ad";
import { taskId } from "./native-id";

export function idOf({ ClusterId, SqmpyTask }: JobAd): string {
  return typeof SqmpyTask === "number" ? taskId(String(ClusterId), SqmpyTask) : String(ClusterId);
}

const idle = 1;
const running = 2;
const removed = 3;
const completed = 4;
const heldStatus = 5;
const byUser = 1;
const atSubmission = 15;

/** A job in the queue; JobStatus as in HTCondor's manual, "Job ClassAd Attributes". */
export function queueSight(ad: JobAd): QueueSight {
  const state = stateOf(ad);
  const runs = state === "active" || state === "suspended" || state === "ending";
  return {
    ...absentSight,
    state,
    nativeReason: state === "held" ? (ad.HoldReason ?? null) : state === "queued" ? (ad.LastRejMatchReason?.trim() ?? null) : null,
    reason: state === "held" ? heldWords(ad) : state === "queued" ? waitingWords(ad) : state === "suspended" ? "Suspended on its machine; it goes on when that allows." : null,
    startedAt: runs || state === "ended" ? startOf(ad) : null,
    restarts: Math.max(0, (ad.NumJobStarts ?? 0) - 1),
    nodes: machineOf(ad),
    end: state === "ended" ? endOf(ad) : null,
    usage: state === "ended" ? usageOf(ad) : null,
  };
}

/** What started and came back is about to be removed. */
function stateOf({ JobStatus, NumJobStarts, HoldReasonCode }: JobAd): QueueSight["state"] {
  const hasStarted = (NumJobStarts ?? 0) > 0;
  switch (JobStatus) {
    case idle:
      return hasStarted ? "ending" : "queued";
    case running:
    case 6: // transfers its output
      return "active";
    case removed:
      return "ending";
    case completed:
      return "ended";
    case heldStatus:
      return hasStarted && HoldReasonCode !== byUser ? "ending" : "held";
    case 7:
      return "suspended";
    default:
      return "unknown";
  }
}

function heldWords({ HoldReasonCode, HoldReason, NumJobStarts }: JobAd): string {
  if ((NumJobStarts ?? 0) > 0) return "Held after it had started. Sqmpy runs a script only once, so releasing it ends it.";
  if (HoldReasonCode === atSubmission || HoldReasonCode === byUser) return "Held: it waits until it is released.";
  const why = (HoldReason ?? "").trim().replace(/[.\s]+$/, "");
  return `HTCondor set it aside${why === "" ? "" : `: ${why}`}. Mend the cause and release it, or cancel it.`;
}

function waitingWords({ LastRejMatchReason }: JobAd): string | null {
  const why = (LastRejMatchReason ?? "").trim();
  if (why === "") return null;
  if (/concurrency limit/i.test(why)) return "As many of its tasks are active as may be at a time.";
  if (/priority/i.test(why)) return "Waits behind jobs of people who used less of the pool lately.";
  if (/limit|quota|share/i.test(why)) return "Your share of the pool, or your group's, is in use.";
  if (/no match found/i.test(why)) return "No machine that fits what it asks is free now.";
  return `HTCondor says: ${why}.`;
}

/** A job that has left the queue. */
export function recordSight(ad: JobAd): QueueSight {
  return { ...absentSight, state: "ended", startedAt: startOf(ad), restarts: Math.max(0, (ad.NumJobStarts ?? 0) - 1), nodes: machineOf(ad), end: endOf(ad), usage: usageOf(ad) };
}

function endOf(ad: JobAd): QueueEnd {
  const signal = ad.ExitBySignal && typeof ad.ExitSignal === "number" ? signalName(ad.ExitSignal) : null;
  const isOwn = ad.JobStatus === completed;
  const removal = (ad.RemoveReason ?? "").slice(0, 120);
  return {
    reason: isOwn ? (signal ? "signal" : "exit") : removalReason(ad),
    exitCode: isOwn && !signal ? (ad.ExitCode ?? null) : null,
    signal,
    startedAt: startOf(ad),
    endedAt: dateOf(isOwn ? (ad.CompletionDate || ad.EnteredCurrentStatus) : ad.EnteredCurrentStatus),
    native: isOwn ? "Completed" : `Removed ${removal}`.trim(),
  };
}

/** What our own periodic_remove ended tells by the status before it: over its time, evicted (since 23.9 with a reason), or held by the system. */
function removalReason(ad: JobAd): QueueEnd["reason"] {
  if (!/PeriodicRemove|PERIODIC_REMOVE/.test(ad.RemoveReason ?? "")) return "removed";
  if (ad.LastJobStatus === running) return isOverTime(ad) ? "walltime" : "stopped";
  if (ad.LastJobStatus === heldStatus) return heldReason(ad);
  if (typeof ad.VacateReason !== "string") return "stopped";
  return /lost|disconnect|lease|reconnect|shadow|not found at execution machine/i.test(ad.VacateReason) ? "node_failure" : "preempted";
}

function isOverTime({ SqmpyWalltime, JobCurrentStartDate, EnteredCurrentStatus }: JobAd): boolean {
  return typeof SqmpyWalltime === "number" && (EnteredCurrentStatus ?? 0) - (JobCurrentStartDate ?? 0) >= SqmpyWalltime;
}

/** Hold reason codes: 34 over its memory, 46 and 47 over its time; 3, 21 and 26 are policies that say theirs in words. */
function heldReason({ LastHoldReasonCode, LastHoldReason }: JobAd): QueueEnd["reason"] {
  if (LastHoldReasonCode === 46 || LastHoldReasonCode === 47) return "walltime";
  if (/memory/i.test(LastHoldReason ?? "")) return "memory";
  return "stopped";
}

function usageOf(ad: JobAd): Usage {
  const cpu = (ad.RemoteUserCpu ?? 0) + (ad.RemoteSysCpu ?? 0);
  const gpus = ad.RequestGPUs ?? null;
  return {
    elapsedSeconds: ad.RemoteWallClockTime ?? null,
    cpuSeconds: typeof ad.RemoteUserCpu === "number" ? cpu : null,
    cores: ad.RequestCpus ?? null,
    peakMemory: typeof ad.ResidentSetSize === "number" && ad.ResidentSetSize > 0 ? ad.ResidentSetSize * 1024 : null,
    memoryAsked: typeof ad.RequestMemory === "number" ? ad.RequestMemory * 1024 ** 2 : null,
    gpus,
    gpuUse: gpus && typeof ad.GPUsAverageUsage === "number" ? Math.min(1, ad.GPUsAverageUsage / gpus) : null,
    walltimeSeconds: ad.SqmpyWalltime ?? null,
  };
}

function startOf({ JobCurrentStartExecutingDate, JobCurrentStartDate }: JobAd): Date | null {
  return dateOf(JobCurrentStartExecutingDate || JobCurrentStartDate);
}

function dateOf(seconds: number | null | undefined): Date | null {
  return seconds ? new Date(seconds * 1_000) : null;
}

/** `slot1_2@node7`: the machine. */
function machineOf({ RemoteHost, LastRemoteHost }: JobAd): string | null {
  const host = RemoteHost ?? LastRemoteHost ?? null;
  return host === null ? null : (host.split("@").at(-1) ?? host);
}
