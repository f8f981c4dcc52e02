import type { EndReason } from "../../domain/end-reason";
import { parseMemory } from "../../domain/memory";
import { absentSight, type QueueEnd, type QueueSight, type Usage } from "../../domain/queue-sight";
import { signalName } from "../signal-name";
import { readCpuTime, readTime } from "./duration";
import { idsOf } from "./read-squeue";

/** In sacct's own names; all are there since 18.08. */
export const sacctFields = [
  ...["JobID", "State", "ExitCode", "Start", "End", "ElapsedRaw", "TotalCPU", "AllocCPUS", "NNodes"],
  ...["MaxRSS", "ReqMem", "ReqTRES", "AllocTRES", "TRESUsageInTot", "TRESUsageInAve", "TimelimitRaw", "NodeList"],
] as const;
type Row = Record<(typeof sacctFields)[number], string>;

interface Account {
  job: Row;
  steps: Row[];
  /** Earlier starts of the same job. */
  restarts: number;
}

/** For so many seconds after a job's end its record may be in the making: its parts come one by one. */
const settlingSeconds = 30;

/** Rows of `sacct --noheader --parsable2 --duplicates --format=<sacctFields>`, times by `SLURM_TIME_FORMAT=%s`; jobs that have not ended are left out. `now` in seconds, by the host. */
export function readSacct(stdout: string, now = Infinity): Map<string, QueueSight> {
  const accounts = new Map<string, Account>();
  for (const line of stdout.split("\n")) {
    const values = line.split("|");
    if (values.length < sacctFields.length) continue;
    const row = Object.fromEntries(sacctFields.map((field, index) => [field, values[index] ?? ""])) as Row;
    const [id = "", step] = row.JobID.split(".", 2);
    const known = accounts.get(id);
    if (step === undefined) accounts.set(id, { job: row, steps: [], restarts: known ? known.restarts + 1 : 0 });
    else known?.steps.push(row);
  }

  const sights = new Map<string, QueueSight>();
  for (const [id, account] of accounts) {
    const end = endOf(account);
    if (!end || (end.endedAt && now - end.endedAt.getTime() / 1_000 < settlingSeconds && isInTheMaking(account))) continue;
    const sight: QueueSight = {
      ...absentSight,
      state: "ended",
      startedAt: end.startedAt,
      restarts: account.restarts,
      nodes: nodesOf(account.job),
      end,
      usage: end.startedAt === null ? null : usageOf(account),
    };
    const group = /^(\d+)_\[([^\]]*)\]$/.exec(id);
    const ids = group ? idsOf(group[1] ?? "", group[2] ?? "").filter((task) => !accounts.has(task)) : [id];
    for (const each of ids) sights.set(each, sight);
  }
  return sights;
}

/** A step that still seems to run, memory asked that is not written yet (`16?`), a failure without a node. */
function isInTheMaking({ job, steps }: Account): boolean {
  return steps.some(({ State }) => State === "RUNNING") || job.ReqMem.endsWith("?") || (job.State === "FAILED" && nodesOf(job) === null);
}

const reasons: Record<string, EndReason> = {
  TIMEOUT: "walltime",
  OUT_OF_MEMORY: "memory",
  NODE_FAIL: "node_failure",
  PREEMPTED: "preempted",
  DEADLINE: "deadline",
  BOOT_FAIL: "boot_failure",
  LAUNCH_FAILED: "node_failure",
  RECONFIG_FAIL: "boot_failure",
  REVOKED: "removed",
};

function endOf(account: Account): QueueEnd | null {
  const { job } = account;
  const state = job.State.split(" ")[0] ?? "";
  const hasStarted = nodesOf(job) !== null;
  const times = { startedAt: hasStarted ? readTime(job.Start) : null, endedAt: readTime(job.End), native: job.State };
  const cut = { exitCode: null, signal: null, ...times };

  if (state === "COMPLETED" || state === "FAILED") {
    if (state === "FAILED" && !hasStarted) return { reason: "submit", ...cut };
    const [code = 0, signal = 0] = job.ExitCode.split(":").map(Number);
    if (state === "FAILED" && account.steps.some(({ State }) => State === "OUT_OF_MEMORY")) return { reason: "memory", exitCode: null, signal: null, ...times };
    if (signal === 9 && tookTooMuch(account)) return { reason: "memory", exitCode: null, signal: "SIGKILL", ...times };
    if (signal > 0) return { reason: "signal", exitCode: null, signal: signalName(signal), ...times };
    return { reason: "exit", exitCode: state === "FAILED" && code === 0 ? null : code, signal: null, ...times };
  }
  // Who canceled stands in the state; without that, Slurm did: a dependency that cannot be met any more.
  if (state === "CANCELLED") return { reason: !hasStarted && !/ by /.test(job.State) ? "dependency" : "removed", ...cut };
  const reason = reasons[state];
  return reason ? { reason, ...cut } : null;
}

/** Without cgroups, Slurm kills what outgrows its memory and calls it FAILED. */
function tookTooMuch(account: Account): boolean {
  const { peakMemory, memoryAsked } = usageOf(account);
  return peakMemory !== null && memoryAsked !== null && peakMemory > memoryAsked;
}

function nodesOf({ NodeList }: Row): string | null {
  return NodeList === "" || NodeList === "None assigned" ? null : NodeList;
}

function usageOf({ job, steps }: Account): Usage {
  const cores = numberOf(job.AllocCPUS);
  const nodes = Math.max(1, numberOf(job.NNodes) ?? 1);
  const limit = numberOf(job.TimelimitRaw);
  const peaks = steps.map(peakOf).filter((peak) => peak !== null);
  const uses = steps.map((step) => numberOf(/gres\/gpuutil=(\d+)/.exec(step.TRESUsageInAve)?.[1] ?? "")).filter((use) => use !== null);
  return {
    elapsedSeconds: numberOf(job.ElapsedRaw),
    cpuSeconds: readCpuTime(job.TotalCPU),
    cores: cores === 0 ? null : cores,
    peakMemory: peaks.length > 0 ? Math.max(...peaks) : null,
    memoryAsked: askedByTres(job.ReqTRES, nodes) ?? memoryOf(job.ReqMem, nodes, cores ?? 1),
    gpus: numberOf(/gres\/gpu=(\d+)/.exec(job.AllocTRES)?.[1] ?? ""),
    gpuUse: uses.length > 0 ? Math.min(1, Math.max(...uses) / 100) : null,
    walltimeSeconds: limit === null ? null : limit * 60,
  };
}

/** Of one node, as far as Slurm knows: the step's sum over its nodes, or its largest process. */
function peakOf(step: Row): number | null {
  const total = parseMemory(/(?:^|,)mem=([^,]+)/.exec(step.TRESUsageInTot)?.[1] ?? "");
  const nodes = Math.max(1, numberOf(step.NNodes) ?? 1);
  const largest = rss(step.MaxRSS);
  return total === null ? largest : Math.max(Math.round(total / nodes), largest ?? 0);
}

/** sacct writes a bare number in bytes. */
function rss(text: string): number | null {
  return /^\d+$/.test(text) ? Number(text) : parseMemory(text);
}

/** `billing=2,cpu=2,mem=200M,node=2`: of the whole job. */
function askedByTres(text: string, nodes: number): number | null {
  const bytes = parseMemory(/(?:^|,)mem=([^,]+)/.exec(text)?.[1] ?? "");
  return bytes ? Math.round(bytes / nodes) : null;
}

/** Bytes on each node. Up to 20.11 `4Gn` by node and `1000Mc` by core; later the job's sum. */
function memoryOf(text: string, nodes: number, cores: number): number | null {
  const [, amount = "", unit] = /^([\d.]+[KMGTP]?)([nc]?)$/.exec(text) ?? [];
  const bytes = parseMemory(amount);
  if (bytes === null || bytes === 0) return null;
  if (unit === "n") return bytes;
  return Math.round((unit === "c" ? bytes * cores : bytes) / nodes);
}

function numberOf(text: string): number | null {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
}
