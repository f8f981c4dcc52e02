import type { HostId, UserId } from "@/lib/domain/ids";
import { findHost } from "./find-host";
import type { HostServices } from "./host-services";

/** The one thing to change about this computer. */
export function renameHost(services: Pick<HostServices, "hosts">, owner: UserId, id: HostId, name: string): void {
  const { address, port, username, publicKey } = findHost(services, owner, id);
  services.hosts.update(owner, id, { name, address, port, username, publicKey, credential: null });
}
