import type { Inngest } from "inngest";
import type { JobId } from "@/lib/domain/ids";
import { submitJob } from "@/lib/runner/submit-job";
import { sqmpy } from "@/lib/wiring";

/** Brings a job to its host and starts it; eight at a time to one host. */
export function submitJobFunction(client: Inngest) {
  return client.createFunction(
    {
      id: "submit-job",
      triggers: [{ event: "job/submitted" }],
      retries: 5,
      concurrency: { key: "event.data.hostId", limit: 8 },
    },
    ({ event }) => submitJob(sqmpy().services, event.data.jobId as JobId),
  );
}
