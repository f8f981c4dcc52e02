import { readOutputRange } from "@/lib/runner/read-output";
import { sqmpy } from "@/lib/wiring";
import { refusal } from "../../../refusal";
import { outputAsked, type LogParams } from "../output-asked";

/** Bytes `from` to `to` of an output as one chunk; `whole` = start, end, both or neither: where cut lines are left out. */
export async function GET(request: Request, { params }: { params: LogParams }): Promise<Response> {
  const { job, stream } = await outputAsked(request, params);
  const query = new URL(request.url).searchParams;
  const edge = query.get("whole");
  const whole = edge === "start" || edge === "end" || edge === "neither" ? edge : "both";
  try {
    const range = { from: numberOf(query.get("from")), to: numberOf(query.get("to")), whole } as const;
    return Response.json(await readOutputRange(sqmpy().services, job, stream, range), { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return refusal(error);
  }
}

function numberOf(text: string | null): number {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}
