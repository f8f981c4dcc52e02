import { and, desc, eq, gt, isNull, lte, ne, or } from "drizzle-orm";
import { sessions, users } from "@/drizzle/schema";
import type { UserId } from "@/lib/domain/ids";
import type { SessionDesk, SessionRow } from "../desk";
import type { Store } from "../store";
import { write, writeRelaxed } from "../transaction";
import { toUser } from "../users/find-user";

const minute = 60_000;

export function sessionDesk(store: Store): SessionDesk {
  const { database } = store;
  return {
    add({ tokenHash, ...row }) {
      write(database, () => database.insert(sessions).values({ ...row, sessionToken: tokenHash }).run());
    },

    find(tokenHash, now) {
      const row = database
        .select()
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(eq(sessions.sessionToken, tokenHash), gt(sessions.expires, now), isNull(users.disabledAt)))
        .get();
      return row && { session: toSession(row.sessions), user: toUser(row.users) };
    },

    seen(tokenHash, at) {
      const isDue = or(isNull(sessions.lastSeenAt), lte(sessions.lastSeenAt, new Date(at.getTime() - minute)));
      const due = database
        .select({ token: sessions.sessionToken })
        .from(sessions)
        .where(and(eq(sessions.sessionToken, tokenHash), isDue))
        .get();
      if (due) writeRelaxed(database, () => database.update(sessions).set({ lastSeenAt: at }).where(and(eq(sessions.sessionToken, tokenHash), isDue)).run());
    },

    list: (userId) => database.select().from(sessions).where(eq(sessions.userId, userId)).orderBy(desc(sessions.lastSeenAt)).all().map(toSession),

    remove(userId, tokenHash) {
      write(database, () => database.delete(sessions).where(and(eq(sessions.userId, userId), eq(sessions.sessionToken, tokenHash))).run());
    },

    removeAll(userId, exceptTokenHash) {
      const others = exceptTokenHash === undefined ? undefined : ne(sessions.sessionToken, exceptTokenHash);
      write(database, () => database.delete(sessions).where(and(eq(sessions.userId, userId), others)).run());
    },

    removeExpired: (now) => writeRelaxed(database, () => database.delete(sessions).where(lte(sessions.expires, now)).run().changes),
  };
}

function toSession({ sessionToken, ...row }: typeof sessions.$inferSelect): SessionRow {
  return { ...row, tokenHash: sessionToken, userId: row.userId as UserId };
}
