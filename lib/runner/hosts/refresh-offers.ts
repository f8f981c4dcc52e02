import { AppError } from "@/lib/domain/errors";
import type { HostId, UserId } from "@/lib/domain/ids";
import type { QueueOffers } from "@/lib/domain/queue-offers";
import { schedulerKindOf } from "@/lib/domain/scheduler-kind";
import { batchScheduler } from "@/lib/schedulers/batch-schedulers";
import { call } from "@/lib/transport/transport";
import { findHost } from "./find-host";
import type { HostServices } from "./host-services";

/** Asks a host's batch system what it offers, and writes it down; null for plain hosts. */
export async function refreshOffers(services: Pick<HostServices, "hosts" | "connections" | "now">, owner: UserId, id: HostId): Promise<QueueOffers | null> {
  const host = findHost(services, owner, id);
  const kind = schedulerKindOf(host.facts?.scheduler ?? null);
  if (kind === "shell") {
    services.hosts.setOffers(owner, id, null);
    return null;
  }
  const { command, read } = batchScheduler(kind).offers(services.now());
  const offers = await services.connections.with(id, (transport) =>
    call(transport, { command: `export TZ=UTC0 LC_ALL=C\n${command}`, read }, { timeoutMs: 60_000, maxBytes: 32 * 1024 * 1024 }),
  );
  if (offers.scheduler !== kind) throw new AppError("remote", "The host answered for another batch system than it has.");
  services.hosts.setOffers(owner, id, offers);
  return offers;
}
