"use server";

import { redirect } from "next/navigation";
import { openAction } from "@/lib/action";
import { signInSchema } from "@/lib/auth/account-schema";
import { signOut as endSession } from "@/lib/auth/auth";
import { enter } from "@/lib/auth/enter";
import { safeNextPath } from "@/lib/auth/next-path";
import { loadEnv } from "@/lib/env";

export const signIn = openAction(signInSchema, async ({ next, ...credentials }) => {
  await enter(credentials);
  redirect(safeNextPath(next));
});

export async function signOut(): Promise<void> {
  if (!loadEnv().loginDisabled) await endSession({ redirect: false });
  redirect("/sign-in");
}
