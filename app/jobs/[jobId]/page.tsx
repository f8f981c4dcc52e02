import type { Metadata } from "next";
import { connection } from "next/server";
import { Suspense } from "react";
import { cancelJobs, closeAsLost, holdJob, releaseJob, removeJobs, resubmitJob } from "@/app/jobs/actions";
import { batchLanguage } from "@/components/batch-language";
import { CodeView } from "@/components/code-view";
import { CloseAsLost, JobActions } from "@/components/job-actions";
import { JobDependencies } from "@/components/job-dependencies";
import { JobFacts } from "@/components/job-facts";
import { JobHeader } from "@/components/job-header";
import { JobLive } from "@/components/job-live";
import { JobOutput } from "@/components/job-output";
import { jobStateWords } from "@/components/job-state-words";
import { JobTimeline } from "@/components/job-timeline";
import { JobUsage } from "@/components/job-usage";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Skeleton } from "@/components/ui/skeleton";
import { idle } from "@/lib/domain/action-state";
import type { Job } from "@/lib/domain/job";
import { isFinal } from "@/lib/domain/job-state";
import { isOwnDirectory } from "@/lib/runner/own-directory";
import { batchScript } from "@/lib/schedulers/batch-script";
import { placeOf } from "@/lib/schedulers/scheduler";
import { sqmpy } from "@/lib/wiring";
import { FilesPart } from "./files-part";
import { ownedJob } from "./owned-job";
import { refreshJob } from "./refresh-job";
import { TasksPart } from "./tasks-part";

type Params = Promise<{ jobId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { job } = await ownedJob(params);
  return { title: `${jobStateWords(job).label}: ${job.name}` };
}

interface JobPageProps {
  params: Params;
  searchParams: Promise<{ task?: string | string[] }>;
}

export default async function JobPage({ params, searchParams }: JobPageProps) {
  await connection();
  const { user, job } = await ownedJob(params);
  const lastEventId = sqmpy().desk.jobs.events(user.id, job.id).at(-1)?.id ?? 0;
  const hasTasks = job.taskCount > 0;

  return (
    <JobLive stream={`/jobs/${job.id}/stream`} lastEventId={lastEventId} refresh={refreshJob}>
      <HeaderPart params={params} />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)] lg:items-start">
        <div className="contents min-w-0 gap-5 lg:grid">
          {hasTasks ? (
            <Suspense fallback={<PartSkeleton title="Tasks" />}>
              <TasksPart params={params} searchParams={searchParams} />
            </Suspense>
          ) : (
            <Card flush>
              <JobOutput
                jobId={job.id}
                jobName={job.name}
                sizes={{ stdout: job.stdoutSize, stderr: job.stderrSize }}
                state={job.state}
                hasStarted={job.startedAt !== null}
              />
            </Card>
          )}
          <Suspense fallback={<PartSkeleton title="Files" />}>
            <FilesPart params={params} />
          </Suspense>
          <Suspense fallback={<PartSkeleton title="Script" />}>
            <ScriptPart params={params} />
          </Suspense>
          <Suspense fallback={null}>
            <BatchScriptPart params={params} />
          </Suspense>
        </div>
        <div className="contents min-w-0 gap-5 lg:grid">
          <Suspense fallback={<PartSkeleton title="Facts" />}>
            <FactsPart params={params} />
          </Suspense>
          <Suspense fallback={null}>
            <OrderPart params={params} />
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
  async function hold() {
    "use server";
    return holdJob(idle, { id });
  }
  async function release() {
    "use server";
    return releaseJob(idle, { id });
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
          inQueue={inQueue(job)}
          hasTasks={job.taskCount > 0}
          submissionKey={crypto.randomUUID()}
          cancel={cancel}
          resubmit={resubmit}
          remove={remove}
          hold={hold}
          release={release}
        />
      }
    />
  );
}

function inQueue({ state, scheduler, queueState, nativeId, cancelRequestedAt }: Job) {
  if (state !== "queued" || scheduler === "shell" || nativeId === null || cancelRequestedAt) return null;
  return queueState === "held" ? "held" : "waiting";
}

function remoteFolderOf(job: Job) {
  if (job.directory === null) return null;
  const isWhole = isOwnDirectory(job);
  return { isWhole, path: isWhole ? job.directory : placeOf(job, job.directory).control };
}

async function FactsPart({ params }: { params: Params }) {
  const { job } = await ownedJob(params);
  return (
    <>
      <JobFacts job={job} now={sqmpy().services.now()} />
      <JobUsage job={job} />
    </>
  );
}

async function OrderPart({ params }: { params: Params }) {
  const { user, job } = await ownedJob(params);
  const dependencies = sqmpy().desk.jobs.dependencies(user.id, job.id);
  return dependencies.length > 0 && <JobDependencies dependencies={dependencies} />;
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

/** What the batch system got, or will get. */
async function BatchScriptPart({ params }: { params: Params }) {
  const { user, job } = await ownedJob(params);
  if (job.scheduler === "shell") return null;
  const [first] = job.taskCount > 0 ? sqmpy().desk.jobs.tasks(user.id, job.id) : [];
  const text = job.batchScript ?? batchScript(batchLanguage(job.scheduler), { ...job, parameters: (first?.parameters ?? []).map(({ name }) => name) });
  return (
    <Card flush className="max-lg:order-last" title="Batch script" description={job.batchScript === null ? "Made from what was asked" : "Edited by hand"} actions={<CopyButton text={text} label="Copy" />}>
      <CodeView name="batch.sh" text={text} />
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
