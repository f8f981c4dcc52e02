import type { Inngest } from "inngest";
import type { JobId } from "@/lib/domain/ids";
import { removeRemote } from "@/lib/runner/remove-remote";
import { sqmpy } from "@/lib/wiring";

/** Removes a deleted job's folder from its host. */
export function removeRemoteFunction(client: Inngest) {
  return client.createFunction(
    { id: "remove-remote", triggers: [{ event: "job/removed" }], retries: 5, concurrency: { key: "event.data.hostId", limit: 2 } },
    ({ event }) => removeRemote(sqmpy().services, event.data.jobId as JobId),
  );
}
