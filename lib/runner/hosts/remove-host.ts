import type { HostId, UserId } from "@/lib/domain/ids";
import { findHost } from "./find-host";
import type { HostServices } from "./host-services";

/** Rejects with `conflict` while jobs on it are unfinished. */
export function removeHost(services: Pick<HostServices, "hosts" | "connections" | "now">, owner: UserId, id: HostId): void {
  findHost(services, owner, id);
  services.hosts.remove(owner, id, services.now());
  services.connections.drop(id);
}
