"use client";

import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { howItEnded } from "@/lib/domain/how-it-ended";
import type { JobSummary } from "@/lib/domain/job";
import { JobDuration } from "./job-duration";
import { JobStateBadge } from "./job-state-badge";
import { JobBulkBar, type BulkAction } from "./job-table-bulk";
import { queueSentence } from "./queue-sentence";
import { TaskProgress } from "./task-progress";
import { LocalTime } from "./ui/local-time";

interface JobTableProps {
  jobs: readonly JobSummary[];
  /** The server's clock when the page was made. */
  now: Date;
  cancel: BulkAction;
  remove: BulkAction;
}

/** Jobs as a table where there is room, as cards where there is not. */
export function JobTable({ jobs, now, cancel, remove }: JobTableProps) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const selected = jobs.filter(({ id }) => ticked.has(id));

  function tick(id: string, on: boolean) {
    const next = new Set(selected.map((job) => job.id as string));
    if (on) next.add(id);
    else next.delete(id);
    setTicked(next);
  }

  function tickAll(on: boolean) {
    setTicked(new Set(on ? jobs.map(({ id }) => id) : []));
  }

  return (
    <>
      <div className="mb-2 flex min-h-10 flex-wrap items-center gap-x-4 gap-y-2">
        <AllBox count={jobs.length} ticked={selected.length} onTick={tickAll} />
        <JobBulkBar selected={selected} cancel={cancel} remove={remove} onDone={() => setTicked(new Set())} />
      </div>
      <div className="hidden overflow-clip rounded-xl border border-line bg-surface shadow-card md:block">
        <table className="w-full table-fixed text-sm">
          <caption className="sr-only">Jobs, newest first</caption>
          <thead>
            <tr className="border-b border-line text-left text-[0.8125rem] text-ink-faint [&>th]:py-2.5 [&>th]:pr-4 [&>th]:font-medium">
              <th scope="col" className="w-12 pl-4">
                <span className="sr-only">Selected</span>
              </th>
              <th scope="col">Name</th>
              <th scope="col" className="w-36">State</th>
              <th scope="col" className="w-36">Host</th>
              <th scope="col" className="w-32">Submitted</th>
              <th scope="col" className="w-28">Duration</th>
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <tr key={job.id} className="border-b border-line last:border-0 hover:bg-hover/60 has-checked:bg-accent-soft/50 [&>td]:py-2.5 [&>td]:pr-4">
                <td className="pl-4 align-top">
                  <JobBox job={job} ticked={ticked.has(job.id)} onTick={tick} className="mt-0.5" />
                </td>
                <td className="align-top">
                  <JobName job={job} />
                  {job.tasks && <TaskProgress counts={job.tasks} total={job.taskCount} />}
                  <JobEnd job={job} />
                </td>
                <td className="align-top">
                  <JobStateBadge job={job} />
                </td>
                <td className="truncate align-top text-ink-soft" title={job.hostName}>
                  {job.hostName}
                </td>
                <td className="align-top text-ink-soft">
                  <LocalTime at={job.submittedAt.toISOString()} mode="relative" />
                </td>
                <td className="align-top text-ink-soft">
                  <JobDuration job={job} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>

      <ul aria-label="Jobs, newest first" className="flex flex-col gap-2.5 md:hidden">
        {jobs.map((job) => (
          <li key={job.id} className="flex gap-3 rounded-xl border border-line bg-surface p-3.5 shadow-card has-checked:border-accent">
            <JobBox job={job} ticked={ticked.has(job.id)} onTick={tick} className="mt-1" />
            <div className="min-w-0 flex-1">
              <div className="flex items-start justify-between gap-3">
                <div className="min-w-0">
                  <JobName job={job} />
                </div>
                <JobStateBadge job={job} />
              </div>
              {job.tasks && <TaskProgress counts={job.tasks} total={job.taskCount} />}
              <JobEnd job={job} />
              <p className="mt-1.5 flex flex-wrap gap-x-3 text-[0.8125rem] text-ink-faint">
                <span className="wrap-anywhere">{job.hostName}</span>
                <LocalTime at={job.submittedAt.toISOString()} mode="relative" />
                {job.startedAt && <JobDuration job={job} now={now} />}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function JobName({ job }: { job: JobSummary }) {
  return (
    <Link href={`/jobs/${job.id}`} className="block truncate font-medium text-ink underline-offset-2 hover:text-accent hover:underline pointer-coarse:py-1" title={job.name}>
      {job.name}
    </Link>
  );
}

/** How it ended, or why it waits; for one that ended well, what it was about. */
function JobEnd({ job }: { job: JobSummary }) {
  const sentence = job.state === "completed" ? job.description : (howItEnded(job) ?? job.silence ?? job.waitReason ?? queueSentence(job) ?? job.description);
  return sentence ? <p className="line-clamp-2 text-[0.8125rem] text-ink-faint">{sentence}</p> : null;
}

function JobBox({ job, ticked, onTick, className }: { job: JobSummary; ticked: boolean; onTick: (id: string, on: boolean) => void; className: string }) {
  return (
    <input type="checkbox" aria-label={`Select ${job.name}`} checked={ticked} onChange={(event) => onTick(job.id, event.target.checked)} className={`size-4.5 shrink-0 accent-accent ${className}`} />
  );
}

function AllBox({ count, ticked, onTick }: { count: number; ticked: number; onTick: (on: boolean) => void }) {
  const box = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (box.current) box.current.indeterminate = ticked > 0 && ticked < count;
  }, [ticked, count]);

  return (
    <label className="flex min-h-10 cursor-pointer items-center gap-2.5 pl-4 text-[0.8125rem] text-ink-soft">
      <input ref={box} type="checkbox" checked={ticked === count} onChange={(event) => onTick(event.target.checked)} className="size-4.5 accent-accent" />
      {ticked === 0 ? "Select all on this page" : `${ticked} of ${count} selected`}
    </label>
  );
}
