import { hosts } from "@/drizzle/schema";
import type { Credential, Host } from "@/lib/domain/host";
import type { HostId, UserId } from "@/lib/domain/ids";
import type { NewHost } from "../desk";
import type { Store } from "../store";
import { write } from "../transaction";
import { namingConflicts } from "./create-host";
import { sealCredential } from "./host-credential";
import { isOwnHost, toHost } from "./host-row";

export type HostChange = Omit<NewHost, "credential" | "kind"> & { credential: Credential | null };

export function updateHost(store: Store, owner: UserId, id: HostId, { name, address, port, username, credential, publicKey }: HostChange): Host | undefined {
  return namingConflicts(name, () =>
    write(store.database, () => {
      const before = store.database.select().from(hosts).where(isOwnHost(owner, id)).get();
      if (!before) return undefined;

      const isElsewhere = before.address !== address || before.port !== port || before.username !== username;
      const row = store.database
        .update(hosts)
        .set({
          name,
          address,
          port,
          username,
          ...(credential && { signIn: credential.method, sealedCredential: sealCredential(store, id, credential), publicKey }),
          ...(isElsewhere && { hostKey: null, offeredHostKey: null, facts: null, offers: null, askedAt: null, lastContactAt: null }),
          parkedAt: null,
          lastError: null,
          lastErrorAt: null,
        })
        .where(isOwnHost(owner, id))
        .returning()
        .get();
      return toHost(row);
    }),
  );
}
