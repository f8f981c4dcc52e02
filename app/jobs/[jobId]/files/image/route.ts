import { AppError } from "@/lib/domain/errors";
import { attachment } from "@/lib/format/content-disposition";
import { imageTypeOf } from "@/lib/format/preview-kind";
import { findFile } from "@/lib/runner/find-file";
import { sqmpy } from "@/lib/wiring";
import { ownedJob } from "../../owned-job";
import { refusal } from "../../refusal";
import { fileAsked } from "../file-asked";
import { fileResponse } from "../file-response";

/** An image of the job for <img>. A drawing (SVG) could hold scripts, so that opened by itself it is only a download. */
export async function GET(request: Request, { params }: { params: Promise<{ jobId: string }> }): Promise<Response> {
  const { job } = await ownedJob(params);
  const query = new URL(request.url).searchParams;
  try {
    const asked = fileAsked({ kind: query.get("kind"), path: query.get("path") });
    const type = asked && imageTypeOf(asked.path);
    if (!asked || !type) throw new AppError("not_found", "This address names no image.");
    const file = await findFile(sqmpy().services, job, asked);
    const disposition = type === "image/svg+xml" ? attachment(asked.path) : "inline";
    return await fileResponse(request, file, { "Content-Type": type, "Content-Disposition": disposition });
  } catch (error) {
    return refusal(error);
  }
}
