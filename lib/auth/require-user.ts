import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { sqmpy } from "@/lib/wiring";
import { currentUser, type CurrentUser } from "./current-user";
import { signInPath } from "./next-path";
import { hasAccounts } from "./owner";

export { currentUser, type CurrentUser };

/** The gate of every page and action: who is signed in; everybody else is led to sign in, or to set up. */
export async function requireUser(): Promise<CurrentUser> {
  const user = await currentUser();
  if (user) return user;
  if (!hasAccounts(sqmpy().desk)) redirect("/setup");
  redirect(signInPath((await headers()).get("x-sqmpy-path")));
}

/** The gate of the admin's pages: for others they do not exist. */
export async function requireAdmin(): Promise<CurrentUser> {
  const user = await requireUser();
  if (user.role !== "admin") notFound();
  return user;
}
