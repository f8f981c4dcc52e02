import { AppError } from "@/lib/domain/errors";
import { attachment } from "@/lib/format/content-disposition";
import { findFile } from "@/lib/runner/find-file";
import { sqmpy } from "@/lib/wiring";
import { ownedJob } from "../../owned-job";
import { refusal } from "../../refusal";
import { fileAsked } from "../file-asked";
import { fileResponse } from "../file-response";

/** One file of the job, always as a download. */
export async function GET(request: Request, { params }: { params: Promise<{ jobId: string }> }): Promise<Response> {
  const { job } = await ownedJob(params);
  const query = new URL(request.url).searchParams;
  try {
    const asked = fileAsked({ kind: query.get("kind"), path: query.get("path") });
    if (!asked) throw new AppError("not_found", "This address names no file.");
    const file = await findFile(sqmpy().services, job, asked);
    const isLog = asked.kind === "stdout" || asked.kind === "stderr";
    const name = isLog ? `${job.name}-${asked.path}`.replaceAll("/", "_") : asked.path;
    return await fileResponse(request, file, { "Content-Type": "application/octet-stream", "Content-Disposition": attachment(name) });
  } catch (error) {
    return refusal(error);
  }
}
