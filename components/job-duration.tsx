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
  const base = now.getTime();
  const [clock, setClock] = useState({ base, seconds: 0 });
  const seconds = clock.base === base ? clock.seconds : 0;

  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => setClock((last) => ({ base, seconds: last.base === base ? last.seconds + 1 : 1 })), 1_000);
    return () => clearInterval(timer);
  }, [goesOn, base]);

  if (!job.startedAt) return <span aria-label="Not started">–</span>;
  const end = job.endedAt ?? (goesOn ? new Date(base + seconds * 1_000) : null);
  return <span className="tabular-nums">{end ? formatDuration(end.getTime() - job.startedAt.getTime()) : "–"}</span>;
}
