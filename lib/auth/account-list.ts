import { asc, eq, max } from "drizzle-orm";
import { sessions, users } from "@/drizzle/schema";
import { sqmpy } from "@/lib/wiring";

/** Everybody with an account, the first one first; for the admin's page. `lastSeenAt` is of sessions that have not ended. */
export function listAccounts() {
  return sqmpy()
    .database.select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      createdAt: users.createdAt,
      lastSeenAt: max(sessions.lastSeenAt),
    })
    .from(users)
    .leftJoin(sessions, eq(sessions.userId, users.id))
    .groupBy(users.id)
    .orderBy(asc(users.createdAt))
    .all();
}
