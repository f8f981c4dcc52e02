import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { howItEnded } from "@/lib/domain/how-it-ended";
import type { Task } from "@/lib/domain/task";
import { formatDuration } from "@/lib/format/duration";
import { JobStateBadge } from "./job-state-badge";
import { queueSentence } from "./queue-sentence";
import { buttonLook } from "./ui/button-look";
import { Card } from "./ui/card";
import { Fact } from "./ui/fact";
import { LocalTime } from "./ui/local-time";

interface JobTaskProps {
  jobId: string;
  task: Task;
  /** On a plain host its native id says nothing to people. */
  isOnPlainHost: boolean;
  /** With the task's values in it. */
  command: string;
  /** Its output. */
  children: ReactNode;
}

/** One task of a job: its values, how it ended, its log. */
export function JobTask({ jobId, task, isOnPlainHost, command, children }: JobTaskProps) {
  const { index, parameters, startedAt, endedAt, nativeId, silence } = task;
  const sentence = howItEnded(task) ?? silence ?? queueSentence({ ...task, queueState: null });

  return (
    <Card
      flush
      id="task"
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          Task {index} <JobStateBadge job={{ ...task, cancelRequestedAt: null, waitReason: null }} />
        </span>
      }
      description={sentence}
      actions={
        <Link href={`/jobs/${jobId}`} replace scroll={false} aria-label="Close the task" className={buttonLook({ size: "sm", variant: "ghost", className: "w-8 px-0! pointer-coarse:w-10" })}>
          <X aria-hidden />
        </Link>
      }
    >
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,7.5rem),1fr))] gap-x-6 gap-y-3 px-4 py-3.5 text-sm empty:hidden sm:px-5">
        {parameters.map(({ name, value }) => (
          <Fact key={name} term={<span className="font-mono text-xs">{name}</span>}>
            <span className="font-mono text-[0.8125rem] whitespace-pre-wrap">{value === "" ? "(empty)" : value}</span>
          </Fact>
        ))}
        {startedAt && (
          <Fact term="Started">
            <LocalTime at={startedAt.toISOString()} />
          </Fact>
        )}
        {startedAt && endedAt && <Fact term="Ran for">{formatDuration(endedAt.getTime() - startedAt.getTime())}</Fact>}
        {nativeId && !isOnPlainHost && (
          <Fact term="On the host">
            <span className="font-mono text-[0.8125rem]">{nativeId}</span>
          </Fact>
        )}
      </dl>
      <p className="border-t border-line px-4 py-2.5 font-mono text-xs text-ink-soft wrap-anywhere sm:px-5">{command}</p>
      <div className="border-t border-line">{children}</div>
    </Card>
  );
}
