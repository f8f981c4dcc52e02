import { hostStateWords, type HostSight } from "./host-state-words";
import { LocalTime } from "./ui/local-time";

/** What the state of a host means and since when; nothing for a ready one. */
export function HostStateNote({ host }: { host: HostSight }) {
  const { state, since, detail } = hostStateWords(host);
  if (!since && !detail) return null;

  return (
    <>
      {state === "unreachable" && !since && "Not reached so far. "}
      {since && (
        <>
          {state === "parked" ? "Since" : "Not reached since"} <LocalTime at={since.toISOString()} mode="relative" />.{" "}
        </>
      )}
      {detail}
    </>
  );
}
