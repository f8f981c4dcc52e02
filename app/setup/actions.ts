"use server";

import { redirect } from "next/navigation";
import { openAction } from "@/lib/action";
import { firstAccountSchema } from "@/lib/auth/account-schema";
import { enter } from "@/lib/auth/enter";
import { hasAccounts, makeOwner } from "@/lib/auth/owner";
import { hashPassword } from "@/lib/auth/password";
import { forgetSetupToken, isSetupToken } from "@/lib/auth/setup-token";
import { AppError } from "@/lib/domain/errors";
import { loadEnv } from "@/lib/env";
import { sqmpy } from "@/lib/wiring";

export const setUp = openAction(firstAccountSchema, async ({ token, name, email, password }) => {
  const { desk } = sqmpy();
  if (loadEnv().loginDisabled) redirect("/");
  const passwordHash = await hashPassword(password);

  // From here to the account nothing waits, so that a link sent twice makes one.
  if (hasAccounts(desk)) redirect("/sign-in");
  if (!isSetupToken(desk.settings, token)) {
    throw new AppError("forbidden", "This set-up link is not the newest one. Start Sqmpy again and open the link that it prints.");
  }
  makeOwner(desk, { name, email, passwordHash });
  forgetSetupToken(desk.settings);

  await enter({ email, password });
  redirect("/");
});
