import { AppError } from "@/lib/domain/errors";
import type { HostId, UserId } from "@/lib/domain/ids";
import { schedulerKindOf, schedulerNames } from "@/lib/domain/scheduler-kind";
import type { BatchTrial } from "@/lib/schedulers/batch-scheduler";
import { batchScheduler } from "@/lib/schedulers/batch-schedulers";
import { call } from "@/lib/transport/transport";
import { findHost } from "./find-host";
import type { HostServices } from "./host-services";

/** Asks a host's batch system when such a batch script would start, without submitting it; rejects with what it would refuse. */
export async function tryBatchScript(services: Pick<HostServices, "hosts" | "connections">, owner: UserId, id: HostId, script: string): Promise<BatchTrial> {
  const host = findHost(services, owner, id);
  const kind = schedulerKindOf(host.facts?.scheduler ?? null);
  const trial = batchScheduler(kind).trial?.(script);
  if (!trial) throw new AppError("invalid", `${schedulerNames[kind]} cannot tell this before the job is submitted.`);
  const { command, ...rest } = trial;
  return services.connections.with(id, (transport) => call(transport, { ...rest, command: `export TZ=UTC0 LC_ALL=C\n${command}` }, { timeoutMs: 60_000 }));
}
