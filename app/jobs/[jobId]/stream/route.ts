import { formatServerSentEvent, lastEventId } from "@/lib/format/sse";
import { followJob } from "@/lib/runner/follow-job";
import { sqmpy } from "@/lib/wiring";
import { eventStream } from "../event-stream";
import { ownedJob } from "../owned-job";

/** Server-Sent Events: that something changed, not what. Ids are those of the job's events. */
export async function GET(request: Request, { params }: { params: Promise<{ jobId: string }> }): Promise<Response> {
  const { user, job } = await ownedJob(params);
  const { desk, services } = sqmpy();
  const lastEvent = (after: number) => desk.jobs.events(user.id, job.id, after).at(-1)?.id ?? null;

  return eventStream(request, async function* (signal) {
    for await (const news of followJob(services, job.id, { after: lastEventId(request) ?? 0, lastEvent, signal })) {
      yield formatServerSentEvent({ id: "id" in news ? news.id : undefined, event: news.kind, data: news });
    }
  });
}
