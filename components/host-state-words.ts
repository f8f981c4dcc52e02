import type { Host } from "@/lib/domain/host";

export type HostSight = Pick<
  Host,
  "kind" | "hostKey" | "offeredHostKey" | "facts" | "lastContactAt" | "lastError" | "lastErrorAt" | "parkedAt"
>;

export interface HostStateWords {
  state: "never_tested" | "ready" | "confirm_key" | "key_changed" | "parked" | "unreachable" | "test_failed" | "untested";
  label: string;
  tone: "neutral" | "good" | "warn" | "bad";
  /** When it became so, where that is worth showing. */
  since: Date | null;
  /** What it means and what to do, where something is to be done. */
  detail: string | null;
}

/** The one thing to say of a host: what its owner must act on goes first. */
export function hostStateWords(host: HostSight): HostStateWords {
  const { hostKey, offeredHostKey, facts, lastContactAt, lastError, lastErrorAt, parkedAt } = host;

  if (offeredHostKey && hostKey) {
    return {
      state: "key_changed",
      label: "Host key changed",
      tone: "bad",
      since: null,
      detail: "It shows another key than the one you trusted. Nothing is sent to it until you decide.",
    };
  }
  if (offeredHostKey) {
    return { state: "confirm_key", label: "Host key to confirm", tone: "warn", since: null, detail: "Compare its fingerprint once, then it is ready." };
  }
  if (parkedAt) {
    return {
      state: "parked",
      label: "Sign-in refused",
      tone: "bad",
      since: parkedAt,
      detail: "It is not tried again by itself, so that the host does not lock you out. Mend the sign-in, then test the connection.",
    };
  }
  if (lastErrorAt && (!lastContactAt || lastErrorAt > lastContactAt)) {
    return { state: "unreachable", label: "Unreachable", tone: "warn", since: lastContactAt, detail: lastError };
  }
  // Both at one moment: a test got in and then stopped. The next contact wipes it away.
  if (lastErrorAt && lastErrorAt.getTime() === lastContactAt?.getTime()) {
    return { state: "test_failed", label: "Test not passed", tone: "warn", since: null, detail: lastError };
  }
  if (facts) return { state: "ready", label: "Ready", tone: "good", since: null, detail: null };
  if (lastContactAt) {
    return { state: "untested", label: "Not tested yet", tone: "neutral", since: lastContactAt, detail: "Jobs can run there. A test shows what else it has, such as its Python." };
  }
  return { state: "never_tested", label: "Never tested", tone: "neutral", since: null, detail: "Test the connection once before the first job." };
}
