import { attachment } from "@/lib/format/content-disposition";
import { isFinal } from "@/lib/domain/job-state";
import { lookAtFiles } from "@/lib/runner/live-files";
import { zipFiles, zipFolderOf, type WantedFile } from "@/lib/runner/zip-files";
import { sqmpy } from "@/lib/wiring";
import { asWebStream, inertHeaders } from "../files/file-response";
import { ownedJob } from "../owned-job";

/** All files of the job as one zip, written while it is read. */
export async function GET(_request: Request, { params }: { params: Promise<{ jobId: string }> }): Promise<Response> {
  const { user, job } = await ownedJob(params);
  const { desk, services } = sqmpy();

  const recorded: WantedFile[] = desk.jobs.files(user.id, job.id);
  const wanted = [...recorded];
  if (!isFinal(job.state) && job.directory !== null) {
    const live = await lookAtFiles(services, job);
    const known = new Set(recorded.map(({ kind, path }) => `${kind} ${path}`));
    wanted.push(...live.files.map(({ path }) => ({ kind: "output" as const, path })).filter(({ kind, path }) => !known.has(`${kind} ${path}`)));
    for (const kind of ["stdout", "stderr"] as const) {
      if (!recorded.some((file) => file.kind === kind)) wanted.push({ kind, path: `${kind}.txt` });
    }
  }

  return new Response(asWebStream(zipFiles(services, job, wanted)), {
    headers: {
      ...inertHeaders,
      "Cache-Control": "no-store",
      "Content-Type": "application/zip",
      "Content-Disposition": attachment(`${zipFolderOf(job)}.zip`),
      "X-Accel-Buffering": "no",
    },
  });
}
