import type { ListedFile } from "@/components/file-tree";
import { JobFiles } from "@/components/job-files";
import type { JobFile } from "@/lib/domain/job-file";
import { isFinal } from "@/lib/domain/job-state";
import { readLiveFiles, type LiveFiles } from "@/lib/runner/live-files";
import { sqmpy } from "@/lib/wiring";
import { ownedJob } from "./owned-job";

/** The job's files: as recorded, and while it lives also what lies on its host. */
export async function FilesPart({ params }: { params: Promise<{ jobId: string }> }) {
  const { user, job } = await ownedJob(params);
  const { desk, services } = sqmpy();
  // The logs of tasks stand with their tasks.
  const recorded = desk.jobs.files(user.id, job.id).filter(({ kind, path }) => (kind !== "stdout" && kind !== "stderr") || !path.startsWith("tasks/"));
  const hasEnded = isFinal(job.state);
  const live = hasEnded || job.directory === null ? null : await readLiveFiles(services, job);

  return (
    <JobFiles
      jobId={job.id}
      files={[...recorded.map(listed), ...filesSeen(live, recorded)]}
      problem={live?.problem ?? null}
      truncated={live?.truncated ?? false}
      empty={emptyWords({ hasEnded, hasStarted: job.startedAt !== null, isAsking: live === null, hasTasks: job.taskCount > 0 })}
    />
  );
}

function listed({ kind, path, size, modifiedAt, place, note }: JobFile): ListedFile {
  return { kind, path, size, modifiedAt, place, note };
}

function filesSeen(live: LiveFiles | null, recorded: readonly JobFile[]): ListedFile[] {
  const known = new Set(recorded.filter(({ kind }) => kind === "output").map(({ path }) => path));
  return (live?.files ?? [])
    .filter(({ path }) => !known.has(path))
    .map(({ path, size, modifiedAt }) => ({ kind: "output", path, size, modifiedAt, place: "live", note: null }));
}

function emptyWords({ hasEnded, hasStarted, isAsking, hasTasks }: { hasEnded: boolean; hasStarted: boolean; isAsking: boolean; hasTasks: boolean }): string {
  if (hasEnded && !hasStarted) return "The job never started, so there are none.";
  if (hasEnded) return hasTasks ? "The job left no files besides the logs of its tasks." : "The job left no files.";
  if (hasStarted && isAsking) return "Asking the host …";
  return "None yet. They appear as the job writes them.";
}
