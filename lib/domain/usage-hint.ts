import type { EndReason } from "./end-reason";
import { memoryWords } from "./memory";
import type { Usage } from "./queue-sight";
import { formatWalltime } from "./walltime";

const gibi = 1024 ** 3;
const memorySteps = [0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1_024, 1_536, 2_048, 3_072, 4_096].map((gibibytes) => gibibytes * gibi);
const minute = 60;
const walltimeSteps = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1_440, 2_880, 4_320, 7_200, 10_080, 20_160].map((minutes) => minutes * minute);
/** A job that ended sooner says little about what the next one needs. */
const tellingSeconds = 60;

type Ended = { usage: Usage; endReason: EndReason | null };

/** What to ask for the next time, by what an ended job used; empty where it fitted what it asked. */
export function usageHints({ usage, endReason }: Ended): string[] {
  return [memoryHint(usage, endReason), walltimeHint(usage, endReason), cpuHint(usage), gpuHint(usage)].filter((hint) => hint !== null);
}

/** Cores that were busy all in all; null where it is not known. */
export function busyCores({ elapsedSeconds, cpuSeconds }: Usage): number | null {
  return elapsedSeconds && cpuSeconds !== null ? cpuSeconds / elapsedSeconds : null;
}

function cpuHint(usage: Usage): string | null {
  const { cores, elapsedSeconds } = usage;
  const busy = busyCores(usage);
  if (busy === null || cores === null || cores < 2 || (elapsedSeconds ?? 0) < tellingSeconds) return null;
  const enough = Math.max(1, Math.ceil(busy * 1.1));
  return enough <= cores / 2 ? `It kept ${rounded(busy)} of ${cores} cores busy: ask for ${enough}.` : null;
}

function memoryHint({ peakMemory, memoryAsked, elapsedSeconds }: Usage, endReason: EndReason | null): string | null {
  if (endReason === "memory") {
    return memoryAsked === null ? "It ran out of memory: ask for more." : `It ran out of its ${memoryWords(memoryAsked)} of memory: ask for ${memoryWords(stepFor(memorySteps, memoryAsked * 1.5))}.`;
  }
  if (peakMemory === null || memoryAsked === null || memoryAsked === 0) return null;
  const share = peakMemory / memoryAsked;
  if (share >= 0.9) return `Its peak was ${percent(share)} of the memory asked: ask for ${memoryWords(stepFor(memorySteps, Math.max(memoryAsked * 1.2, peakMemory * 1.3)))} to be safe.`;
  const enough = stepFor(memorySteps, peakMemory * 1.3);
  if (enough > memoryAsked / 2 || (elapsedSeconds ?? 0) < tellingSeconds) return null;
  return `Its peak was ${shortMemory(peakMemory)} of ${shortMemory(memoryAsked)} of memory: ${memoryWords(enough)} would do.`;
}

function walltimeHint({ elapsedSeconds, walltimeSeconds }: Usage, endReason: EndReason | null): string | null {
  if (!walltimeSeconds) return null;
  if (endReason === "walltime") return `It was stopped at its walltime: ask for ${formatWalltime(stepFor(walltimeSteps, walltimeSeconds * 1.5))}, or let it go on from where it stopped.`;
  if (elapsedSeconds === null) return null;
  const share = elapsedSeconds / walltimeSeconds;
  if (share >= 0.9) return `It ended at ${percent(share)} of its walltime: ask for more.`;
  const enough = stepFor(walltimeSteps, elapsedSeconds * 1.5);
  if (enough > walltimeSeconds / 4 || elapsedSeconds < tellingSeconds) return null;
  return `It took ${formatWalltime(elapsedSeconds)} of ${formatWalltime(walltimeSeconds)}: with a walltime of ${formatWalltime(enough)} it may start sooner.`;
}

function gpuHint({ gpus, gpuUse, elapsedSeconds }: Usage): string | null {
  if (!gpus || gpuUse === null || gpuUse >= 0.2 || (elapsedSeconds ?? 0) < tellingSeconds) return null;
  const which = gpus === 1 ? "Its GPU was" : `Its ${gpus} GPUs were`;
  return `${which} busy for ${percent(gpuUse)} of the time: check that the program finds ${gpus === 1 ? "it" : "them"}, or ask for fewer.`;
}

/** `0.4`, `47.6`, `128`. */
export function rounded(amount: number): string {
  return amount < 100 ? String(Math.round(amount * 10) / 10) : String(Math.round(amount));
}

/** `95 %`; never 100 of something that was not full. */
export function percent(share: number): string {
  const whole = share < 1 ? Math.min(99, Math.round(share * 100)) : Math.round(share * 100);
  return `${share > 0 && whole === 0 ? "under 1" : whole} %`;
}

/** `1.2G`, `640M`. */
export function shortMemory(bytes: number): string {
  return bytes >= gibi ? `${rounded(bytes / gibi)}G` : `${Math.max(1, Math.round(bytes / 1024 ** 2))}M`;
}

function stepFor(steps: readonly number[], amount: number): number {
  const largest = steps.at(-1) ?? 1;
  return steps.find((step) => step >= amount) ?? Math.ceil(amount / largest) * largest;
}
