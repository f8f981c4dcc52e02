import type { HostOption } from "@/components/job-form-start";
import { hostStateWords } from "@/components/host-state-words";
import type { Host } from "@/lib/domain/host";

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
  };
}
