import { hosts } from "@/drizzle/schema";
import type { HostKey } from "@/lib/domain/host";
import type { HostId } from "@/lib/domain/ids";
import type { Store } from "../store";
import { writeRelaxed } from "../transaction";
import { findBreaker, setBreaker, type BreakerState } from "./breaker";
import { getHostWithCredential } from "./find-host";
import { offerHostKey } from "./host-keys";
import { isHost } from "./host-row";

/** The `HostDirectory` of connections. */
export function hostDirectory(store: Store) {
  const change = (id: HostId, values: Partial<typeof hosts.$inferInsert>) => {
    writeRelaxed(store.database, () => store.database.update(hosts).set(values).where(isHost(id)).run());
  };

  return {
    get: (id: HostId) => getHostWithCredential(store, id),
    offerHostKey: (id: HostId, key: HostKey) => offerHostKey(store, id, key),
    noteContact: (id: HostId, at: Date) => change(id, { lastContactAt: at, lastError: null, lastErrorAt: null }),
    noteError: (id: HostId, message: string, at: Date) => change(id, { lastError: message, lastErrorAt: at }),
    park: (id: HostId, message: string, at: Date) => change(id, { parkedAt: at, lastError: message, lastErrorAt: at }),
    breaker: (endpoint: string) => findBreaker(store, endpoint),
    setBreaker: (endpoint: string, state: BreakerState, at: Date) => setBreaker(store, endpoint, state, at),
  };
}
