import { hostStateWords, type HostSight } from "./host-state-words";
import { Badge } from "./ui/badge";

export function HostStateBadge({ host }: { host: HostSight }) {
  const { label, tone } = hostStateWords(host);
  return (
    <Badge tone={tone} dot>
      {label}
    </Badge>
  );
}
