"use client";

import { useState } from "react";
import { isFinal, type JobState } from "@/lib/domain/job-state";
import { formatBytes } from "@/lib/format/bytes";
import { JobLog } from "./job-log";
import { useLiveSizes } from "./job-live";
import { classes } from "./ui/classes";

const streams = ["stdout", "stderr"] as const;
type Stream = (typeof streams)[number];

interface JobOutputProps {
  jobId: string;
  jobName: string;
  /** Bytes as far as known. */
  sizes: { stdout: number; stderr: number };
  /** Whose output it is, in a job of many tasks. */
  task?: number | null;
  state: JobState;
  hasStarted: boolean;
}

/** Both outputs of a job, or of one of its tasks, one at a time. */
export function JobOutput({ jobId, jobName, sizes, task = null, state, hasStarted }: JobOutputProps) {
  const [stream, setStream] = useState<Stream>(sizes.stdout === 0 && sizes.stderr > 0 ? "stderr" : "stdout");
  const ofJob = useLiveSizes();
  const live = task === null ? ofJob : null;
  const whose = task === null ? "job" : "task";
  const known = {
    stdout: Math.max(sizes.stdout, live?.stdout ?? 0),
    stderr: Math.max(sizes.stderr, live?.stderr ?? 0),
  };

  return (
    <JobLog
      key={stream}
      base={`/jobs/${jobId}/log/${stream}`}
      task={task}
      downloadHref={`/jobs/${jobId}/files/download?kind=${stream}${task === null ? "" : `&path=tasks/${task}/${stream}.txt`}`}
      label={task === null ? `${stream} of ${jobName}` : `${stream} of task ${task} of ${jobName}`}
      empty={wordsForNothing(whose, stream, state, hasStarted)}
      canHaveLines={hasStarted || isFinal(state)}
    >
      <div role="group" aria-label="Output" className="flex">
        {streams.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === stream}
            onClick={() => setStream(each)}
            className={classes(
              "relative flex h-11 items-center gap-2 px-3 font-mono text-[0.8125rem] outline-offset-[-3px] sm:px-4",
              each === stream ? "font-semibold text-ink after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:rounded-full after:bg-accent" : "text-ink-soft hover:text-ink",
            )}
          >
            {each}
            {(task === null || known[each] > 0) && <span className="font-sans text-xs font-normal text-ink-faint tabular-nums">{formatBytes(known[each])}</span>}
          </button>
        ))}
      </div>
    </JobLog>
  );
}

function wordsForNothing(whose: "job" | "task", stream: Stream, state: JobState, hasStarted: boolean): string {
  if (isFinal(state)) return `The ${whose} wrote nothing to ${stream}.`;
  if (hasStarted) return "Nothing written yet.";
  return state === "new" || state === "stage_in"
    ? `The ${whose} starts when its files have arrived on the host. What it writes appears here.`
    : `The ${whose} has not started yet. What it writes appears here.`;
}
