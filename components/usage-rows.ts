import type { Usage } from "@/lib/domain/queue-sight";
import { busyCores, rounded, shortMemory } from "@/lib/domain/usage-hint";
import { formatWalltime } from "@/lib/domain/walltime";

/** One bar of what a job used against what it asked. */
export interface UsageRow {
  label: string;
  /** `0.4 of 4 cores`. */
  words: string;
  /** Of what it asked, 0–1 and above; null where nothing was asked to compare with. */
  share: number | null;
  /** The host stops jobs that reach the end of this bar. */
  isLimit: boolean;
}

/** What is known of a job's use, by CPU, memory, walltime and GPU. */
export function usageRows(usage: Usage): UsageRow[] {
  return [cpuRow(usage), memoryRow(usage), walltimeRow(usage), gpuRow(usage)].filter((row) => row !== null);
}

function cpuRow(usage: Usage): UsageRow | null {
  const { cores, cpuSeconds } = usage;
  const busy = busyCores(usage);
  const row = { label: "CPU", isLimit: false };
  if (busy === null) return cpuSeconds === null ? null : { ...row, words: `${formatWalltime(cpuSeconds)} of CPU time`, share: null };
  if (!cores) return { ...row, words: `${rounded(busy)} cores`, share: null };
  return { ...row, words: `${rounded(busy)} of ${cores} ${cores === 1 ? "core" : "cores"}`, share: busy / cores };
}

function memoryRow({ peakMemory, memoryAsked }: Usage): UsageRow | null {
  if (peakMemory === null) return null;
  const row = { label: "Memory", isLimit: true };
  if (!memoryAsked) return { ...row, words: `${shortMemory(peakMemory)} at its peak`, share: null };
  return { ...row, words: `${shortMemory(peakMemory)} of ${shortMemory(memoryAsked)}`, share: peakMemory / memoryAsked };
}

function walltimeRow({ elapsedSeconds, walltimeSeconds }: Usage): UsageRow | null {
  if (elapsedSeconds === null) return null;
  const row = { label: "Walltime", isLimit: true };
  if (!walltimeSeconds) return { ...row, words: formatWalltime(elapsedSeconds), share: null };
  return { ...row, words: `${formatWalltime(elapsedSeconds)} of ${formatWalltime(walltimeSeconds)}`, share: elapsedSeconds / walltimeSeconds };
}

function gpuRow({ gpus, gpuUse }: Usage): UsageRow | null {
  if (!gpus || gpuUse === null) return null;
  return { label: gpus === 1 ? "GPU" : `${gpus} GPUs`, words: "busy", share: gpuUse, isLimit: false };
}
