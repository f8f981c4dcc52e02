import type { UserId } from "@/lib/domain/ids";
import type { HostServices } from "./host-services";

export interface MadeKey {
  id: string;
  publicKey: string;
}

/** A key for a host that is about to be added; the one of `knownId` where it is still kept, so that a line already pasted stays right. */
export function makeKey({ hosts, keys, now }: Pick<HostServices, "hosts" | "keys" | "now">, owner: UserId, knownId: string | null): MadeKey {
  const known = knownId === null ? undefined : hosts.madeKey(owner, knownId);
  if (knownId !== null && known) return { id: knownId, publicKey: known.publicKey };

  const pair = keys.makeKeyPair();
  return { id: hosts.keepMadeKey(owner, pair, now()), publicKey: pair.publicKey };
}
