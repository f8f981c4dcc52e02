import { describe, expect, test } from "vitest";
import type { HostFacts, HostKey } from "@/lib/domain/host";
import { hostStateWords, type HostSight } from "./host-state-words";

const key: HostKey = { algorithm: "ssh-ed25519", fingerprint: "SHA256:one", key: "AAAA" };
const facts = { checkedAt: "2026-11-24T06:00:00Z" } as HostFacts;
const untouched: HostSight = {
  kind: "ssh",
  hostKey: null,
  offeredHostKey: null,
  facts: null,
  lastContactAt: null,
  lastError: null,
  lastErrorAt: null,
  parkedAt: null,
};
const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 6, minute));

describe("the state of a host", () => {
  test.each<[string, Partial<HostSight>, string]>([
    ["just added", {}, "never_tested"],
    ["first contact", { offeredHostKey: key }, "confirm_key"],
    ["another key than the pinned one", { hostKey: key, offeredHostKey: { ...key, fingerprint: "SHA256:two" }, facts, lastContactAt: at(0) }, "key_changed"],
    ["credential refused", { hostKey: key, facts, parkedAt: at(1), lastContactAt: at(0), lastErrorAt: at(1) }, "parked"],
    ["an error after the last contact", { hostKey: key, facts, lastContactAt: at(0), lastErrorAt: at(1), lastError: "No answer." }, "unreachable"],
    ["an error before the last contact", { hostKey: key, facts, lastContactAt: at(1), lastErrorAt: at(0), lastError: "No answer." }, "ready"],
    ["never reached at all", { lastErrorAt: at(1), lastError: "No such name." }, "unreachable"],
    ["a test got in and stopped", { hostKey: key, lastContactAt: at(1), lastErrorAt: at(1), lastError: "No shell." }, "test_failed"],
    ["jobs reach it, no test did", { hostKey: key, lastContactAt: at(1) }, "untested"],
    ["this computer, tested", { kind: "local", facts, lastContactAt: at(1) }, "ready"],
  ])("%s", (_case, change, state) => {
    expect(hostStateWords({ ...untouched, ...change }).state).toBe(state);
  });

  test("unreachable counts from the last contact, if there was one", () => {
    expect(hostStateWords({ ...untouched, lastContactAt: at(0), lastErrorAt: at(9), lastError: "x" }).since).toEqual(at(0));
    expect(hostStateWords({ ...untouched, lastErrorAt: at(9), lastError: "x" }).since).toBeNull();
  });

  test("everything but ready says what to do", () => {
    expect(hostStateWords({ ...untouched, facts, lastContactAt: at(0) }).detail).toBeNull();
    expect(hostStateWords(untouched).detail).not.toBeNull();
  });
});
