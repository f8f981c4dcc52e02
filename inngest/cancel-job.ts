import type { Inngest } from "inngest";
import type { JobId } from "@/lib/domain/ids";
import { cancelJob } from "@/lib/runner/cancel-job";
import { sqmpy } from "@/lib/wiring";

/** Ends a job on its host, or keeps it from starting. */
export function cancelJobFunction(client: Inngest) {
  return client.createFunction(
    { id: "cancel-job", triggers: [{ event: "job/cancel.requested" }], retries: 5, concurrency: { key: "event.data.hostId", limit: 4 } },
    ({ event }) => cancelJob(sqmpy().services, event.data.jobId as JobId),
  );
}
