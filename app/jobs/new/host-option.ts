import type { HostBatch, HostOption } from "@/components/job-form-start";
import { hostStateWords } from "@/components/host-state-words";
import type { Host } from "@/lib/domain/host";
import { isBatchKind, schedulerKindOf } from "@/lib/domain/scheduler-kind";

/** What the form shows of a host. */
export function hostOption(host: Host): HostOption {
  const { label, tone, detail } = hostStateWords(host);
  return {
    id: host.id,
    name: host.name,
    where: host.kind === "local" ? "this computer" : `${host.username}@${host.address}${host.port === 22 ? "" : `:${host.port}`}`,
    tone,
    words: label,
    problem: detail,
    home: host.facts?.home ?? null,
    programs: host.facts && { python3: host.facts.python, bash: host.facts.bash },
    batch: hostBatch(host),
  };
}

/** What it offers, or else what the last test of its connection found. */
function hostBatch({ facts, offers }: Host): HostBatch | null {
  if (offers && isBatchKind(offers.scheduler)) return { kind: offers.scheduler, version: offers.version, offers };
  const kind = schedulerKindOf(facts?.scheduler ?? null);
  return kind === "shell" ? null : { kind, version: facts?.scheduler?.split(" ").slice(1).join(" ") ?? "", offers: null };
}
