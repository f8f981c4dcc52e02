import Link from "next/link";
import type { ReactNode } from "react";
import type { EndReason } from "@/lib/domain/end-reason";
import { howItEnded } from "@/lib/domain/how-it-ended";
import type { Job } from "@/lib/domain/job";
import { isFinal } from "@/lib/domain/job-state";
import { JobStateBadge } from "./job-state-badge";
import { queueSentence } from "./queue-sentence";
import { Alert } from "./ui/alert";
import { BackLink } from "./ui/back-link";
import { LocalTime } from "./ui/local-time";
import { PageHeader } from "./ui/page-header";

/** What a job is and how it stands; `actions` are the buttons, `onSilence` the way out where its host cannot tell. */
export function JobHeader({ job, actions, onSilence }: { job: Job; actions: ReactNode; onSilence: ReactNode }) {
  const sentence = isFinal(job.state) || job.state === "stage_out" ? howItEnded(job) : queueSentence(job);

  return (
    <>
      <PageHeader
        eyebrow={<BackLink href="/jobs">Jobs</BackLink>}
        title={job.name}
        description={
          <>
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
              <JobStateBadge job={job} />
              <span>
                on{" "}
                <Link href={`/hosts/${job.hostId}`} className="font-medium text-ink underline decoration-line-strong underline-offset-4 hover:decoration-accent">
                  {job.hostName}
                </Link>
              </span>
              {sentence && <span className="text-ink">{sentence}</span>}
              {job.expectedStartAt && job.state === "queued" && (
                <span>
                  Expected to start <LocalTime at={job.expectedStartAt.toISOString()} mode="relative" />.
                </span>
              )}
            </span>
            {job.description && <span className="mt-2 block whitespace-pre-line text-ink-soft">{job.description}</span>}
          </>
        }
        actions={actions}
      />
      <Notices job={job} onSilence={onSilence} />
    </>
  );
}

/** Ends whose sentence in the header is the failure itself. */
const saidAbove: readonly EndReason[] = ["stage_in", "submit", "dependency", "tasks"];

function Notices({ job, onSilence }: { job: Job; onSilence: ReactNode }) {
  const { silence, heardAt, failure, endReason, waitReason, state } = job;
  if (isFinal(state)) {
    const isSaid = endReason !== null && saidAbove.includes(endReason);
    return failure && !isSaid ? (
      <Alert tone="bad" className="mb-5">
        {failure}
      </Alert>
    ) : null;
  }
  if (silence) {
    return (
      <Alert
        tone="warn"
        className="mb-5"
        title={heardAt ? <>Not heard from since <LocalTime at={heardAt.toISOString()} /></> : "Not heard from"}
        action={onSilence}
      >
        {silence} That proves nothing about the job itself, so it keeps its state, and Sqmpy keeps asking.
      </Alert>
    );
  }
  return waitReason ? (
    <Alert tone="info" className="mb-5" title="Waiting">
      {waitReason}
    </Alert>
  ) : null;
}
