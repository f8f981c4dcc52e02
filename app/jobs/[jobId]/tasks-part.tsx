import { resubmitJob } from "@/app/jobs/actions";
import { JobOutput } from "@/components/job-output";
import { JobTask } from "@/components/job-task";
import { JobTasks } from "@/components/job-tasks";
import { packMarks } from "@/components/task-cells";
import { taskCommand } from "@/components/task-words";
import { idle } from "@/lib/domain/action-state";
import { taskRangeWords } from "@/lib/domain/task-range";
import { sqmpy } from "@/lib/wiring";
import { ownedJob } from "./owned-job";
import { taskAsked } from "./task-asked";

interface TasksPartProps {
  params: Promise<{ jobId: string }>;
  searchParams: Promise<{ task?: string | string[] }>;
}

/** The tasks of a job as a map, and the chosen one with its log. */
export async function TasksPart({ params, searchParams }: TasksPartProps) {
  const [{ user, job }, { task: word }] = await Promise.all([ownedJob(params), searchParams]);
  const { desk } = sqmpy();
  const tasks = desk.jobs.tasks(user.id, job.id);
  const asked = taskAsked(word);
  const chosen = tasks.find(({ index }) => index === asked) ?? null;
  const { id } = job;
  const owner = user.id;

  async function rerunFailed({ submissionKey }: { submissionKey: string }) {
    "use server";
    const failed = sqmpy().desk.jobs.tasks(owner, id).filter(({ state }) => state === "failed");
    return resubmitJob(idle, { id, submissionKey, onlyTasks: failed.map(({ index }) => index) });
  }

  return (
    <>
      <JobTasks jobId={id} range={taskRangeWords(tasks.map(({ index }) => index))} marks={packMarks(tasks)} atOnce={job.tasksAtOnce} chosen={chosen?.index ?? null} rerunFailed={rerunFailed} />
      {chosen && (
        <JobTask jobId={id} task={chosen} isOnPlainHost={job.scheduler === "shell"} command={taskCommand(job, chosen)}>
          <JobOutput
            key={chosen.index}
            jobId={id}
            jobName={job.name}
            sizes={logSizes(desk.jobs.files(owner, id), chosen.index)}
            task={chosen.index}
            state={chosen.state}
            hasStarted={chosen.startedAt !== null}
          />
        </JobTask>
      )}
    </>
  );
}

function logSizes(files: readonly { kind: string; path: string; size: number }[], task: number) {
  const sizeOf = (kind: "stdout" | "stderr") => files.find((file) => file.kind === kind && file.path === `tasks/${task}/${kind}.txt`)?.size ?? 0;
  return { stdout: sizeOf("stdout"), stderr: sizeOf("stderr") };
}
