import { formatServerSentEvent, lastEventId } from "@/lib/format/sse";
import { followOutput, type OutputNews } from "@/lib/runner/follow-output";
import { sqmpy } from "@/lib/wiring";
import { eventStream } from "../../event-stream";
import { outputAsked, type LogParams } from "./output-asked";

/** Server-Sent Events: an output as it grows. Ids are byte offsets, so that a reader goes on exactly where it stopped. */
export async function GET(request: Request, { params }: { params: LogParams }): Promise<Response> {
  const { job, stream, task } = await outputAsked(request, params);
  const { services } = sqmpy();

  return eventStream(request, async function* (signal) {
    for await (const news of followOutput(services, job.id, stream, { after: lastEventId(request), task, signal })) yield formatNews(news);
  });
}

function formatNews(news: OutputNews): string {
  return news.kind === "chunk"
    ? formatServerSentEvent({ id: news.chunk.offset, event: "chunk", data: news.chunk })
    : formatServerSentEvent({ event: news.kind, data: news });
}
