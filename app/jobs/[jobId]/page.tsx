import type { Metadata } from "next";
import { connection } from "next/server";
import { Suspense } from "react";
import { cancelJobs, closeAsLost, removeJobs, resubmitJob } from "@/app/jobs/actions";
import { CodeView } from "@/components/code-view";
import { CloseAsLost, JobActions } from "@/components/job-actions";
import { JobFacts } from "@/components/job-facts";
import { JobHeader } from "@/components/job-header";
import { JobLive } from "@/components/job-live";
import { JobOutput } from "@/components/job-output";
import { jobStateWords } from "@/components/job-state-words";
import { JobTimeline } from "@/components/job-timeline";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Skeleton } from "@/components/ui/skeleton";
import { idle } from "@/lib/domain/action-state";
import type { Job } from "@/lib/domain/job";
import { isFinal } from "@/lib/domain/job-state";
import { isOwnDirectory } from "@/lib/runner/own-directory";
import { placeOf } from "@/lib/schedulers/scheduler";
import { sqmpy } from "@/lib/wiring";
import { FilesPart } from "./files-part";
import { ownedJob } from "./owned-job";
import { refreshJob } from "./refresh-job";

type Params = Promise<{ jobId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { job } = await ownedJob(params);
  return { title: `${jobStateWords(job).label}: ${job.name}` };
}

export default async function JobPage({ params }: { params: Params }) {
  await connection();
  const { user, job } = await ownedJob(params);
  const lastEventId = sqmpy().desk.jobs.events(user.id, job.id).at(-1)?.id ?? 0;

  return (
    <JobLive stream={`/jobs/${job.id}/stream`} lastEventId={lastEventId} refresh={refreshJob}>
      <HeaderPart params={params} />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)] lg:items-start">
        <div className="contents min-w-0 gap-5 lg:grid">
          <Card flush>
            <JobOutput
              jobId={job.id}
              jobName={job.name}
              sizes={{ stdout: job.stdoutSize, stderr: job.stderrSize }}
              state={job.state}
              hasStarted={job.startedAt !== null}
            />
          </Card>
          <Suspense fallback={<PartSkeleton title="Files" />}>
            <FilesPart params={params} />
          </Suspense>
          <Suspense fallback={<PartSkeleton title="Script" />}>
            <ScriptPart params={params} />
          </Suspense>
        </div>
        <div className="contents min-w-0 gap-5 lg:grid">
          <Suspense fallback={<PartSkeleton title="Facts" />}>
            <FactsPart params={params} />
          </Suspense>
          <Suspense fallback={<PartSkeleton title="Timeline" />}>
            <TimelinePart params={params} />
          </Suspense>
        </div>
      </div>
    </JobLive>
  );
}

async function HeaderPart({ params }: { params: Params }) {
  const { job } = await ownedJob(params);
  const { id } = job;

  async function cancel() {
    "use server";
    return cancelJobs(idle, { ids: [id] });
  }
  async function resubmit(input: { submissionKey: string }) {
    "use server";
    return resubmitJob(idle, { id, ...input });
  }
  async function remove(input: { removeRemote: boolean }) {
    "use server";
    return removeJobs(idle, { ids: [id], from: "job", ...input });
  }
  async function close() {
    "use server";
    return closeAsLost(idle, { id });
  }

  return (
    <JobHeader
      job={job}
      onSilence={<CloseAsLost close={close} />}
      actions={
        <JobActions
          jobId={id}
          name={job.name}
          hostName={job.hostName}
          remoteFolder={remoteFolderOf(job)}
          canCancel={!isFinal(job.state) && job.state !== "stage_out" && !job.cancelRequestedAt}
          hasEnded={isFinal(job.state)}
          submissionKey={crypto.randomUUID()}
          cancel={cancel}
          resubmit={resubmit}
          remove={remove}
        />
      }
    />
  );
}

function remoteFolderOf(job: Job) {
  if (job.directory === null) return null;
  const isWhole = isOwnDirectory(job);
  return { isWhole, path: isWhole ? job.directory : placeOf(job, job.directory).control };
}

async function FactsPart({ params }: { params: Params }) {
  const { job } = await ownedJob(params);
  return <JobFacts job={job} now={sqmpy().services.now()} />;
}

async function TimelinePart({ params }: { params: Params }) {
  const { user, job } = await ownedJob(params);
  const { desk } = sqmpy();
  return <JobTimeline events={desk.jobs.events(user.id, job.id)} mails={desk.deliveries.ofJob(user.id, job.id)} submittedAt={job.submittedAt} />;
}

/** Characters of a script that every renewal of the page sends. */
const scriptShown = 50_000;

async function ScriptPart({ params }: { params: Params }) {
  const { job } = await ownedJob(params);
  const isShort = job.script.length <= scriptShown;
  return (
    <Card
      flush
      className="max-lg:order-last"
      title="Script"
      description={<span className="font-mono wrap-anywhere">{job.scriptName}</span>}
      actions={isShort && <CopyButton text={job.script} label="Copy" />}
    >
      <CodeView name={job.scriptName} text={isShort ? job.script : job.script.slice(0, scriptShown)} />
      {!isShort && (
        <p className="border-t border-line px-4 py-3 text-[0.8125rem] text-ink-soft sm:px-5">
          The first {scriptShown.toLocaleString("en")} of {job.script.length.toLocaleString("en")} characters. The script is among the files above, to read or download.
        </p>
      )}
    </Card>
  );
}

function PartSkeleton({ title }: { title: string }) {
  return (
    <Card title={title} aria-busy="true">
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="mt-3 h-4 w-1/2" />
      <Skeleton className="mt-3 h-4 w-3/5" />
    </Card>
  );
}
