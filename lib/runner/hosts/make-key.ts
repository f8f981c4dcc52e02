import type { UserId } from "@/lib/domain/ids";
import type { HostServices } from "./host-services";

export interface MadeKey {
  id: string;
  publicKey: string;
}

/**
 * A key for a host that is about to be added; the one of `knownId` as long as no host has it, so that a line already
 * pasted stays right.
 */
export function makeKey({ hosts, keys, now }: Pick<HostServices, "hosts" | "keys" | "now">, owner: UserId, knownId: string | null): MadeKey {
  const known = knownId === null ? undefined : hosts.madeKey(owner, knownId);
  const isUsed = known && hosts.list(owner).some(({ publicKey }) => publicKey === known.publicKey);
  if (knownId !== null && known && !isUsed) return { id: knownId, publicKey: known.publicKey };

  const pair = keys.makeKeyPair();
  return { id: hosts.keepMadeKey(owner, pair, now()), publicKey: pair.publicKey };
}
