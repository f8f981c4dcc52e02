import { hostStateWords, type HostSight, type HostStateWords } from "./host-state-words";
import { LocalTime } from "./ui/local-time";

const sinceWords: Partial<Record<HostStateWords["state"], string>> = { parked: "Since", untested: "Last heard from" };

/** What the state of a host means and since when; nothing for a ready one. */
export function HostStateNote({ host }: { host: HostSight }) {
  const { state, since, detail } = hostStateWords(host);
  if (!since && !detail) return null;

  return (
    <>
      {state === "unreachable" && !since && "Not reached so far. "}
      {since && (
        <>
          {sinceWords[state] ?? "Not reached since"} <LocalTime at={since.toISOString()} mode="relative" />.{" "}
        </>
      )}
      {detail}
    </>
  );
}
