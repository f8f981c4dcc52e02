import type { UserId } from "@/lib/domain/ids";
import { sqmpy } from "@/lib/wiring";
import { currentSessionHash } from "./current-session";
import { describeBrowser } from "./describe-browser";

export interface ShownSession {
  /** Enough of the hash to tell one's own sessions apart. */
  id: string;
  current: boolean;
  browser: string;
  address: string | null;
  createdAt: string | null;
  lastSeenAt: string | null;
}

const idLength = 16;

/** A person's sessions, this one first, then the last seen first. */
export async function listSessions(userId: UserId): Promise<ShownSession[]> {
  const mine = await currentSessionHash();
  const now = new Date();

  return sqmpy()
    .desk.sessions.list(userId)
    .filter((row) => row.expires > now)
    .map((row) => ({
      id: row.tokenHash.slice(0, idLength),
      current: row.tokenHash === mine,
      browser: describeBrowser(row.userAgent),
      address: row.address,
      createdAt: row.createdAt?.toISOString() ?? null,
      lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    }))
    .sort((one, other) => Number(other.current) - Number(one.current) || (other.lastSeenAt ?? "").localeCompare(one.lastSeenAt ?? ""));
}

export function endSession(userId: UserId, id: string): void {
  const { sessions } = sqmpy().desk;
  const found = sessions.list(userId).find((row) => row.tokenHash.slice(0, idLength) === id);
  if (found) sessions.remove(userId, found.tokenHash);
}

/** All but the one that asks. */
export async function endOtherSessions(userId: UserId): Promise<void> {
  const mine = await currentSessionHash();
  sqmpy().desk.sessions.removeAll(userId, mine ?? undefined);
}
