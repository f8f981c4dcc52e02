import type { DeliveryId, HostId, JobId } from "@/lib/domain/ids";

type OfJob = { jobId: JobId; hostId: HostId };

/** The events' names and shapes. All are hints: the database is the truth, and `sweep` finds what an event lost. */
export type SqmpyEvent =
  | { name: "job/submitted"; data: OfJob }
  | { name: "job/cancel.requested"; data: OfJob }
  | { name: "job/ended"; data: OfJob }
  | { name: "job/removed"; data: OfJob }
  | { name: "mail/planned"; data: { deliveryId: DeliveryId } }
  | { name: "host/poll.due"; data: { hostId: HostId }; ts?: number };
