import type { HostId } from "@/lib/domain/ids";
import { schedulerKindOf } from "@/lib/domain/scheduler-kind";
import { batchScheduler } from "@/lib/schedulers/batch-schedulers";
import type { Transport } from "@/lib/transport/transport";
import type { Services } from "../services";
import { ask } from "./ask";

/** Limits and queues change seldom. */
const keptMs = 12 * 60 * 60_000;

/** Asks anew what a host offers, when what is known is half a day old. */
export async function renewOffers(services: Services, transport: Transport, hostId: HostId): Promise<void> {
  const { host } = services.hosts.get(hostId);
  const kind = schedulerKindOf(host.facts?.scheduler ?? null);
  const age = host.offers ? services.now().getTime() - Date.parse(host.offers.checkedAt) : Infinity;
  if (kind === "shell" || age < keptMs) return;
  const offers = await ask(services, transport, { hostId, what: "offers", jobs: 0, call: batchScheduler(kind).offers(services.now()) });
  services.hosts.setOffers(hostId, offers);
}
