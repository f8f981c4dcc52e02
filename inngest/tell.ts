import { messageOf } from "@/lib/domain/errors";
import type { HostId, JobId } from "@/lib/domain/ids";
import type { Services, Tell } from "@/lib/runner/services";
import { sendEvent } from "./client";
import type { SqmpyEvent } from "./events";

/** Hints by events. One that cannot be sent is only logged: `sweep` finds what it was about. */
export function tellBy(log: Services["log"]): Tell {
  const send = async (event: SqmpyEvent) => {
    try {
      await sendEvent(event);
    } catch (error) {
      log("warn", "an event was not taken; the sweep will find its work", { event: event.name, error: messageOf(error) });
    }
  };
  const ofJob = ({ id, hostId }: { id: JobId; hostId: HostId }) => ({ jobId: id, hostId });
  return {
    submitted: (job) => send({ name: "job/submitted", data: ofJob(job) }),
    cancelRequested: (job) => send({ name: "job/cancel.requested", data: ofJob(job) }),
    ended: (job) => send({ name: "job/ended", data: ofJob(job) }),
    removed: (job) => send({ name: "job/removed", data: ofJob(job) }),
    mailPlanned: (deliveryId) => send({ name: "mail/planned", data: { deliveryId } }),
    pollDue: (hostId, at) => send({ name: "host/poll.due", data: { hostId }, ts: at.getTime() }),
  };
}
