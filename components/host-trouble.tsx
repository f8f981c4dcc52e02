import type { Host } from "@/lib/domain/host";
import { HostStateNote } from "./host-state-note";
import { hostStateWords } from "./host-state-words";
import { Alert } from "./ui/alert";

/** What is wrong with a host, as far as it is known without a new test. */
export function HostTrouble({ host }: { host: Host }) {
  const { state, tone, label } = hostStateWords(host);

  return (
    <Alert tone={tone} title={label}>
      <HostStateNote host={host} />
      {state === "parked" && host.lastError && <p className="mt-1.5">Its answer was: {host.lastError}</p>}
    </Alert>
  );
}
