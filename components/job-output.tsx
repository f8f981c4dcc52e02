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
  sizes: { stdout: number; stderr: number };
  state: JobState;
  hasStarted: boolean;
}

/** Both outputs of a job, one at a time. */
export function JobOutput({ jobId, jobName, sizes, state, hasStarted }: JobOutputProps) {
  const [stream, setStream] = useState<Stream>(sizes.stdout === 0 && sizes.stderr > 0 ? "stderr" : "stdout");
  const live = useLiveSizes();
  const known = {
    stdout: Math.max(sizes.stdout, live?.stdout ?? 0),
    stderr: Math.max(sizes.stderr, live?.stderr ?? 0),
  };

  return (
    <JobLog
      key={stream}
      base={`/jobs/${jobId}/log/${stream}`}
      downloadHref={`/jobs/${jobId}/files/download?kind=${stream}`}
      label={`${stream} of ${jobName}`}
      empty={wordsForNothing(stream, state, hasStarted)}
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
            <span className="font-sans text-xs font-normal text-ink-faint tabular-nums">{formatBytes(known[each])}</span>
          </button>
        ))}
      </div>
    </JobLog>
  );
}

function wordsForNothing(stream: Stream, state: JobState, hasStarted: boolean): string {
  if (isFinal(state)) return `The job wrote nothing to ${stream}.`;
  if (hasStarted) return "Nothing written yet.";
  return state === "new" || state === "stage_in"
    ? "The job starts when its files have arrived on the host. What it writes appears here."
    : "The job has not started yet. What it writes appears here.";
}
