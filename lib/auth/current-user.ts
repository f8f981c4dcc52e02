import { cache } from "react";
import type { User } from "@/lib/domain/user";
import { loadEnv } from "@/lib/env";
import { sqmpy } from "@/lib/wiring";
import { auth } from "./auth";
import { singleUser } from "./owner";

export interface CurrentUser extends Pick<User, "id" | "name" | "email" | "role" | "mailWish"> {
  /** True in single-user mode: nobody signs in or out. */
  singleUser: boolean;
}

/** Who asks, or null. Looked up once a request. */
export const currentUser = cache(async (): Promise<CurrentUser | null> => {
  const { desk } = sqmpy();
  if (loadEnv().loginDisabled) return asCurrent(singleUser(desk), true);

  const session = await auth();
  const user = session?.user ? desk.users.find(session.user.id) : undefined;
  return user && !user.disabledAt ? asCurrent(user, false) : null;
});

function asCurrent({ id, name, email, role, mailWish }: User, alone: boolean): CurrentUser {
  return { id, name, email, role, mailWish, singleUser: alone };
}
