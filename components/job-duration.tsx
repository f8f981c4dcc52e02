"use client";

import { useEffect, useState } from "react";
import type { JobSummary } from "@/lib/domain/job";
import { isFinal } from "@/lib/domain/job-state";
import { formatDuration } from "@/lib/format/duration";

interface JobDurationProps {
  job: Pick<JobSummary, "state" | "startedAt" | "endedAt">;
  /** The server's clock when the page was made. */
  now: Date;
}

/** How long a job ran, or has been running; a dash for one that has not started. */
export function JobDuration({ job, now }: JobDurationProps) {
  const goesOn = job.startedAt !== null && job.endedAt === null && !isFinal(job.state);
  const [seconds, setSeconds] = useState(0);

  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => setSeconds((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [goesOn]);

  if (!job.startedAt) return <span aria-label="Not started">–</span>;
  const end = job.endedAt ?? (goesOn ? new Date(now.getTime() + seconds * 1_000) : null);
  return <span className="tabular-nums">{end ? formatDuration(end.getTime() - job.startedAt.getTime()) : "–"}</span>;
}
