import type { Inngest } from "inngest";
import type { JobId } from "@/lib/domain/ids";
import { collectJob } from "@/lib/runner/collect-job";
import { sqmpy } from "@/lib/wiring";

/** Copies what a job left, and gives it its final state. */
export function collectJobFunction(client: Inngest) {
  return client.createFunction(
    { id: "collect-job", triggers: [{ event: "job/ended" }], retries: 5, concurrency: { key: "event.data.hostId", limit: 4 } },
    ({ event }) => collectJob(sqmpy().services, event.data.jobId as JobId),
  );
}
