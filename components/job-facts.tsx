import Link from "next/link";
import type { Job } from "@/lib/domain/job";
import { isFinal } from "@/lib/domain/job-state";
import { formatWalltime } from "@/lib/domain/walltime";
import { formatDuration } from "@/lib/format/duration";
import { commandLine } from "@/lib/schedulers/wrapper";
import { JobElapsed } from "./job-elapsed";
import { BatchFacts } from "./job-facts-batch";
import { Fact } from "./ui/fact";
import { Card } from "./ui/card";
import { CopyButton } from "./ui/copy-button";
import { LocalTime } from "./ui/local-time";

interface JobFactsProps {
  job: Job;
  /** Server's clock, for the first paint. */
  now: Date;
}

export function JobFacts({ job, now }: JobFactsProps) {
  const { directory, workingDirectory, submittedAt, startedAt, endedAt, walltimeSeconds, environment } = job;
  const command = commandLine(job);

  return (
    <Card title="Facts">
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,8.5rem),1fr))] gap-x-6 gap-y-4 text-sm">
        <Fact term="Submitted">
          <LocalTime at={submittedAt.toISOString()} />
        </Fact>
        <Fact term="Started">{startedAt ? <LocalTime at={startedAt.toISOString()} /> : "Not yet"}</Fact>
        <Fact term="Ended">{endedAt ? <LocalTime at={endedAt.toISOString()} /> : isFinal(job.state) ? "Unknown" : "Not yet"}</Fact>
        <Fact term="Ran for">
          {startedAt && endedAt ? (
            formatDuration(endedAt.getTime() - startedAt.getTime())
          ) : startedAt && !isFinal(job.state) ? (
            <JobElapsed since={startedAt.toISOString()} known={now.getTime() - startedAt.getTime()} />
          ) : (
            "–"
          )}
        </Fact>
        <Fact term="Walltime">{walltimeSeconds ? formatWalltime(walltimeSeconds) : job.scheduler === "shell" ? "No limit" : "As the queue gives"}</Fact>
        <BatchFacts job={job} />
        <Fact term="Attempt">{job.attempt === 0 ? "–" : job.attempt}</Fact>
        <Fact term="Environment">{environment.length === 0 ? "Nothing set" : environment.map(({ name }) => name).join(", ")}</Fact>
        {job.resubmittedFrom && (
          <Fact term="Resubmitted from">
            <Link href={`/jobs/${job.resubmittedFrom}`} className="font-mono text-accent underline underline-offset-4">
              {job.resubmittedFrom}
            </Link>
          </Fact>
        )}
        <Fact term="Job">
          <span className="font-mono">{job.id}</span>
        </Fact>
      </dl>
      <dl className="mt-5 grid gap-4 text-sm">
        <Fact term="Command">
          <Copyable text={command} label="Copy the command" />
        </Fact>
        <Fact term={directory ? "Working directory" : "Working directory, as asked"}>
          <Copyable text={directory ?? workingDirectory} label="Copy the path" />
        </Fact>
      </dl>
    </Card>
  );
}

function Copyable({ text, label }: { text: string; label: string }) {
  return (
    <span className="flex items-start justify-between gap-2 rounded-lg border border-line bg-sunken py-1 pr-1 pl-3">
      <code className="min-w-0 py-1 font-mono text-[0.8125rem] wrap-anywhere whitespace-pre-wrap">{text}</code>
      <CopyButton text={text} label={label} iconOnly variant="ghost" />
    </span>
  );
}
