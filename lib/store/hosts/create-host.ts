import { hosts } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import type { Host } from "@/lib/domain/host";
import { newId, type HostId, type UserId } from "@/lib/domain/ids";
import type { NewHost } from "../desk";
import type { Store } from "../store";
import { isTaken, write } from "../transaction";
import { sealCredential } from "./host-credential";
import { toHost } from "./host-row";

export function createHost(store: Store, owner: UserId, { kind, name, address, port, username, credential, publicKey }: NewHost, at: Date): Host {
  const id = newId<HostId>();
  const sealedCredential = sealCredential(store, id, credential);
  const values = { id, ownerId: owner, kind, name, address, port, username, signIn: credential.method, sealedCredential, publicKey, createdAt: at };
  return namingConflicts(name, () => write(store.database, () => toHost(store.database.insert(hosts).values(values).returning().get())));
}

export function namingConflicts<Answer>(name: string, work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new AppError("conflict", `You have a host called “${name}” already: choose another name.`, { field: "name", cause: error });
  }
}
