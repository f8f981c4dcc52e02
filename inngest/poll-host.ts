import type { Inngest } from "inngest";
import type { HostId } from "@/lib/domain/ids";
import { pollHostIfDue } from "@/lib/runner/poll-host";
import { sqmpy } from "@/lib/wiring";

/**
 * One look at a host for all its jobs. It plans the next by an event with a future time, so that each look is a short
 * run of its own and no run grows with the length of a job.
 */
export function pollHostFunction(client: Inngest) {
  return client.createFunction(
    { id: "poll-host", triggers: [{ event: "host/poll.due" }], retries: 2, concurrency: { key: "event.data.hostId", limit: 1 } },
    async ({ event }) => {
      await pollHostIfDue(sqmpy().services, event.data.hostId as HostId);
    },
  );
}
