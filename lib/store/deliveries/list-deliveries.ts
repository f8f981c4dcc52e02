import { and, asc, desc, eq, getTableColumns, lt, or } from "drizzle-orm";
import { deliveries } from "@/drizzle/delivery-schema";
import { jobs } from "@/drizzle/schema";
import type { DeliveryId, JobId, UserId } from "@/lib/domain/ids";
import { isOwn } from "../jobs/job-conditions";
import type { Store } from "../store";
import { isAbandoned } from "./claim-delivery";
import { toDelivery, type Delivery } from "./delivery-row";

export function getDelivery(store: Store, id: DeliveryId): Delivery | undefined {
  const row = store.database.select().from(deliveries).where(eq(deliveries.id, id)).get();
  return row && toDelivery(row);
}

export function stuckDeliveries(store: Store, before: Date): Delivery[] {
  const isWaiting = and(eq(deliveries.state, "waiting"), lt(deliveries.createdAt, before));
  return store.database.select().from(deliveries).where(or(isWaiting, isAbandoned(store))).orderBy(asc(deliveries.createdAt)).all().map(toDelivery);
}

export function deliveriesOfJob(store: Store, owner: UserId, id: JobId): Delivery[] {
  return store.database
    .select(getTableColumns(deliveries))
    .from(deliveries)
    .innerJoin(jobs, eq(jobs.id, deliveries.jobId))
    .where(and(isOwn(owner, id), eq(deliveries.jobId, id)))
    .orderBy(asc(deliveries.createdAt))
    .all()
    .map(toDelivery);
}

/** The newest first, of everybody. */
export function latestDeliveries(store: Store, limit: number): Delivery[] {
  return store.database.select().from(deliveries).orderBy(desc(deliveries.createdAt)).limit(limit).all().map(toDelivery);
}
