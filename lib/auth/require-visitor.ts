import { redirect } from "next/navigation";
import { sqmpy } from "@/lib/wiring";
import { currentUser } from "./current-user";
import { safeNextPath } from "./next-path";
import { hasAccounts } from "./owner";

/** The gate of the pages for signing in and registering: who is in already goes on, and without an account there is none to sign in to. */
export async function requireVisitor(next?: string): Promise<void> {
  if (await currentUser()) redirect(safeNextPath(next));
  if (!hasAccounts(sqmpy().desk)) redirect("/setup");
}
