import { searchOutput } from "@/lib/runner/search-output";
import { sqmpy } from "@/lib/wiring";
import { refusal } from "../../../refusal";
import { outputAsked, type LogParams } from "../output-asked";

/** Lines of the whole output that hold `q`; `case=exact` tells A from a. */
export async function GET(request: Request, { params }: { params: LogParams }): Promise<Response> {
  const { job, stream } = await outputAsked(request, params);
  const query = new URL(request.url).searchParams;
  try {
    const found = await searchOutput(sqmpy().services, job, stream, query.get("q") ?? "", query.get("case") !== "exact");
    return Response.json(found, { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return refusal(error);
  }
}
