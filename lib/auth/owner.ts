import { userInfo } from "node:os";
import type { UserId } from "../domain/ids";
import type { User } from "../domain/user";
import type { Desk } from "../store/desk";

type People = Pick<Desk, "users" | "settings">;

const settingName = "owner-id";

/** The person whose Sqmpy this is: the built-in user of single-user mode, and the first admin where there are accounts. */
export function findOwner({ users, settings }: People): User | undefined {
  const id = settings.get<UserId>(settingName);
  return id ? users.find(id) : undefined;
}

/** The user of single-user mode; made at its first use. */
export function singleUser(people: People): User {
  const found = findOwner(people);
  if (found) return found;

  const name = accountName();
  const owner = people.users.create({ name, email: `${name}@localhost`, passwordHash: null, role: "admin" }, new Date());
  people.settings.set(settingName, owner.id);
  return owner;
}

/** False while nobody could sign in: no account at all, or only the one of single-user mode, which has no password. */
export function hasAccounts(people: People): boolean {
  const owner = findOwner(people);
  const withoutPassword = owner && people.users.passwordHash(owner.id) === null ? 1 : 0;
  return people.users.count() > withoutPassword;
}

/** Makes the first account, an admin's. Who used single-user mode before keeps hosts and jobs. */
export function makeOwner(people: People, account: { name: string; email: string; passwordHash: string }): User {
  const { users, settings } = people;
  const { name, email, passwordHash } = account;
  const before = findOwner(people);

  if (before) {
    users.setProfile(before.id, { name, email });
    users.setPassword(before.id, passwordHash);
    return users.get(before.id);
  }

  const owner = users.create({ name, email, passwordHash, role: "admin" }, new Date());
  settings.set(settingName, owner.id);
  return owner;
}

function accountName(): string {
  try {
    return userInfo().username || "you";
  } catch {
    return "you"; // an account without an entry in the system's list, as in some containers
  }
}
