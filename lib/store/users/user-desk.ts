import { count, eq } from "drizzle-orm";
import { users } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import { newId, type UserId } from "@/lib/domain/ids";
import { defaultMailWish } from "@/lib/domain/mail-wish";
import type { UserDesk } from "../desk";
import type { Store } from "../store";
import { isTaken, write } from "../transaction";
import { findUser, findUserByEmail, getUser, passwordHashOf, plainEmail, toUser } from "./find-user";

export function userDesk(store: Store): UserDesk {
  const change = (id: UserId, values: Partial<typeof users.$inferInsert>) => {
    const changed = write(store.database, () => store.database.update(users).set(values).where(eq(users.id, id)).run());
    if (changed.changes === 0) throw new AppError("not_found", "This account does not exist any more.");
  };

  return {
    count: () => store.database.select({ count: count() }).from(users).get()?.count ?? 0,
    get: (id) => getUser(store, id),
    find: (id) => findUser(store, id),
    findByEmail: (email) => findUserByEmail(store, email),
    passwordHash: (id) => passwordHashOf(store, id),
    create: ({ name, email, passwordHash, role }, at) => {
      const values = { id: newId<UserId>(), name, email: plainEmail(email), passwordHash, role, mailWish: defaultMailWish, createdAt: at };
      return emailConflicts(() => write(store.database, () => toUser(store.database.insert(users).values(values).returning().get())));
    },
    setPassword: (id, passwordHash) => change(id, { passwordHash }),
    setProfile: (id, { name, email }) => emailConflicts(() => change(id, { name, email: plainEmail(email) })),
    setMailWish: (id, mailWish) => change(id, { mailWish }),
  };
}

function emailConflicts<Answer>(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new AppError("conflict", "An account with this mail address exists already: sign in with it, or use another address.", {
      field: "email",
      cause: error,
    });
  }
}
