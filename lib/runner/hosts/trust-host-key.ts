import { AppError } from "@/lib/domain/errors";
import type { HostId, UserId } from "@/lib/domain/ids";
import { findHost } from "./find-host";
import type { HostServices } from "./host-services";

/** Pins the key that the owner saw and said yes to, and no other. */
export function trustHostKey(services: Pick<HostServices, "hosts" | "connections">, owner: UserId, id: HostId, fingerprint: string): void {
  const host = findHost(services, owner, id);
  if (host.hostKey?.fingerprint === fingerprint && !host.offeredHostKey) return;
  if (!services.hosts.pinHostKey(owner, id, fingerprint)) {
    throw new AppError("conflict", "The host has shown another key meanwhile, so nothing was trusted. Test the connection again and compare the new fingerprint.");
  }
  services.connections.drop(id);
}
