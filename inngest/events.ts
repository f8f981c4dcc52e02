import type { DeliveryId, HostId, JobId } from "@/lib/domain/ids";

/** The events' names and shapes. All are hints: the database is the truth, and `sweep` finds what an event lost. */
export type SqmpyEvent =
  | { name: "job/submitted"; data: { jobId: JobId } }
  | { name: "job/cancel.requested"; data: { jobId: JobId } }
  | { name: "job/ended"; data: { jobId: JobId } }
  | { name: "job/removed"; data: { jobId: JobId } }
  | { name: "mail/planned"; data: { deliveryId: DeliveryId } }
  | { name: "host/poll.due"; data: { hostId: HostId }; ts?: number };
