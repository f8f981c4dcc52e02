import type { OwnAccountNote } from "@/components/host-agent-note";
import type { UserId } from "@/lib/domain/ids";
import { mayUseOwnAccount } from "@/lib/runner/hosts/may-use-own-account";
import { sqmpy } from "@/lib/wiring";

/** The account that Sqmpy runs under, for those who may act as it; null for others. */
export function ownAccountNote(userId: UserId): OwnAccountNote | null {
  const { hostServices } = sqmpy();
  if (!mayUseOwnAccount(hostServices, userId)) return null;
  const { ownAccount } = hostServices;
  return { username: ownAccount.username(), hasAgent: ownAccount.hasAgent() };
}
