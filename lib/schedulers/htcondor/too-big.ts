import type { QueueSight } from "../../domain/queue-sight";
import type { JobAd } from "./job-ad";

const mostShapes = 5;

/**
 * Shell lines that look whether any machine of the pool is large enough for the jobs of `$constraint` that found none; they print
 * `too-big <cores> <MB> <GPUs>`. The collector is asked for one name only.
 */
export const tooBigCommand = `
condor_q -constraint "($constraint) && JobStatus == 1 && LastRejMatchReason =!= undefined" -af RequestCpus RequestMemory 'RequestGPUs ?: 0' | sort -u | head -n ${mostShapes} |
  while read -r cores memory gpus; do
    case $cores$memory$gpus in *[!0-9]*) continue ;; esac
    if found=$(condor_status -limit 1 -constraint "TotalSlotCpus >= $cores && TotalSlotMemory >= $memory && (TotalSlotGPUs ?: 0) >= $gpus" -af Name) && [ -z "$found" ]; then
      echo "too-big $cores $memory $gpus"
    fi
  done
`.trim();

/** Says so in the sights of the jobs that no machine could ever take. */
export function noteTooBig(sight: QueueSight, ad: JobAd, told: string): QueueSight {
  if (sight.state !== "queued") return sight;
  const { RequestCpus: cores, RequestMemory: memory, RequestGPUs: gpus } = ad;
  const shapes = [...told.matchAll(/^too-big (\d+) (\d+) (\d+)$/gm)];
  const isTooBig = shapes.some(([, c, m, g]) => Number(c) === cores && (typeof memory !== "number" || Number(m) === memory) && Number(g) === (gpus ?? 0));
  if (!isTooBig) return sight;
  const asked = [`${cores} ${cores === 1 ? "core" : "cores"}`, ...(typeof memory === "number" ? [`${memory} MB of memory`] : []), ...(gpus ? [`${gpus} GPUs`] : [])];
  return { ...sight, reason: `No machine of the pool has ${asked.join(" and ")}, so it would wait for ever. Ask for less.` };
}
