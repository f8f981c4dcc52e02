import type { QueueOffers } from "@/lib/domain/queue-offers";
import type { HostId } from "@/lib/domain/ids";
import type { Store } from "../store";
import { failuresOf } from "./breaker";
import { getHost } from "./find-host";
import { countQuestion, forgetOldQuestions, type Question } from "./host-questions";
import { askedAt, noteAsked, setOffers } from "./host-scheduler";
import { claimPoll, forgottenHosts, planPoll } from "./plan-poll";

/** The runner's `RunnerHosts`. */
export function runnerHosts(store: Store) {
  return {
    get: (id: HostId) => ({ host: getHost(store, id) }),
    planPoll: (id: HostId, at: Date) => planPoll(store, id, at),
    claimPoll: (id: HostId, now: Date) => claimPoll(store, id, now),
    forgotten: (before: Date) => forgottenHosts(store, before),
    askedAt: (id: HostId) => askedAt(store, id),
    noteAsked: (id: HostId, at: Date) => noteAsked(store, id, at),
    setOffers: (id: HostId, offers: QueueOffers) => setOffers(store, id, offers),
    countQuestion: (question: Question, at: Date) => countQuestion(store, question, at),
    forgetOldQuestions: (now: Date) => forgetOldQuestions(store, now),
    failures: (id: HostId) => failuresOf(store, id),
  };
}
