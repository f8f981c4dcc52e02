import { eq } from "drizzle-orm";
import { breakers } from "@/drizzle/schema";
import { endpointOf } from "@/lib/domain/host";
import type { HostId } from "@/lib/domain/ids";
import type { Store } from "../store";
import { writeRelaxed } from "../transaction";
import { getHost } from "./find-host";

export interface BreakerState {
  failures: number;
  authFailures: number;
  openUntil: Date | null;
  lastError: string | null;
}

export function findBreaker(store: Store, endpoint: string): BreakerState {
  const row = store.database.select().from(breakers).where(eq(breakers.endpoint, endpoint)).get();
  if (!row) return { failures: 0, authFailures: 0, openUntil: null, lastError: null };
  return { failures: row.failures, authFailures: row.authFailures, openUntil: row.openUntil, lastError: row.lastError };
}

export function setBreaker(store: Store, endpoint: string, state: BreakerState, at: Date): void {
  const values = { ...state, changedAt: at };
  writeRelaxed(store.database, () =>
    store.database
      .insert(breakers)
      .values({ endpoint, ...values })
      .onConflictDoUpdate({ target: breakers.endpoint, set: values })
      .run(),
  );
}

/** Failures to reach a host, in a row. */
export function failuresOf(store: Store, id: HostId): number {
  return findBreaker(store, endpointOf(getHost(store, id))).failures;
}
