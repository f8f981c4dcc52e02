import { hosts } from "@/drizzle/schema";
import type { HostId, UserId } from "@/lib/domain/ids";
import type { HostDesk } from "../desk";
import type { Store } from "../store";
import { write } from "../transaction";
import { createHost } from "./create-host";
import { findOwnCredential, findOwnHost, listHosts } from "./find-host";
import { offerOwnHostKey, pinHostKey } from "./host-keys";
import { isOwnHost } from "./host-row";
import { findMadeKey, keepMadeKey } from "./made-keys";
import { removeHost } from "./remove-host";
import { updateHost } from "./update-host";

export function hostDesk(store: Store): HostDesk {
  const change = (owner: UserId, id: HostId, values: Partial<typeof hosts.$inferInsert>) => {
    write(store.database, () => store.database.update(hosts).set(values).where(isOwnHost(owner, id)).run());
  };

  return {
    create: (owner, host, at) => createHost(store, owner, host, at),
    update: (owner, id, host) => updateHost(store, owner, id, host),
    find: (owner, id) => findOwnHost(store, owner, id),
    credential: (owner, id) => findOwnCredential(store, owner, id),
    list: (owner) => listHosts(store, owner),
    pinHostKey: (owner, id, fingerprint) => pinHostKey(store, owner, id, fingerprint),
    setFacts: (owner, id, facts) => change(owner, id, { facts }),
    setOffers: (owner, id, offers) => change(owner, id, { offers }),
    offerHostKey: (owner, id, key) => offerOwnHostKey(store, owner, id, key),
    unpark: (owner, id) => change(owner, id, { parkedAt: null, lastError: null, lastErrorAt: null }),
    remove: (owner, id, at) => removeHost(store, owner, id, at),
    keepMadeKey: (owner, pair, at) => keepMadeKey(store, owner, pair, at),
    madeKey: (owner, id) => findMadeKey(store, owner, id),
  };
}
