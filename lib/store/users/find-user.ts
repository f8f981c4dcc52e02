import { eq } from "drizzle-orm";
import { users } from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import type { UserId } from "@/lib/domain/ids";
import type { User } from "@/lib/domain/user";
import type { Store } from "../store";

type UserRow = typeof users.$inferSelect;

export function toUser({ id, name, email, role, disabledAt, mailWish, createdAt }: UserRow): User {
  return { id: id as UserId, name, email, role, disabledAt, mailWish, createdAt };
}

/** Addresses are compared and kept in small letters. */
export function plainEmail(email: string): string {
  return email.trim().toLowerCase();
}

export function findUser(store: Store, id: UserId): User | undefined {
  const row = store.database.select().from(users).where(eq(users.id, id)).get();
  return row && toUser(row);
}

export function getUser(store: Store, id: UserId): User {
  const user = findUser(store, id);
  if (!user) throw new AppError("not_found", "This account does not exist any more.");
  return user;
}

export function findUserByEmail(store: Store, email: string): { user: User; passwordHash: string | null } | undefined {
  const row = store.database
    .select()
    .from(users)
    .where(eq(users.email, plainEmail(email)))
    .get();
  return row && { user: toUser(row), passwordHash: row.passwordHash };
}

export function passwordHashOf(store: Store, id: UserId): string | null {
  const row = store.database.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, id)).get();
  return row?.passwordHash ?? null;
}
