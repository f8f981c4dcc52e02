import type { HostId } from "@/lib/domain/ids";
import type { Store } from "../store";
import { failuresOf } from "./breaker";
import { getHost } from "./find-host";
import { claimPoll, forgottenHosts, planPoll } from "./plan-poll";

/** The runner's `RunnerHosts`. */
export function runnerHosts(store: Store) {
  return {
    get: (id: HostId) => ({ host: getHost(store, id) }),
    planPoll: (id: HostId, at: Date) => planPoll(store, id, at),
    claimPoll: (id: HostId, now: Date) => claimPoll(store, id, now),
    forgotten: (before: Date) => forgottenHosts(store, before),
    failures: (id: HostId) => failuresOf(store, id),
  };
}
