"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { openAction } from "@/lib/action";
import { newAccountSchema } from "@/lib/auth/account-schema";
import { clientAddress } from "@/lib/auth/client-address";
import { enter } from "@/lib/auth/enter";
import { hasAccounts } from "@/lib/auth/owner";
import { hashPassword } from "@/lib/auth/password";
import { registration } from "@/lib/auth/registration";
import { signInLimits } from "@/lib/auth/sign-in-limits";
import { AppError } from "@/lib/domain/errors";
import { loadEnv } from "@/lib/env";
import { sqmpy } from "@/lib/wiring";

export const register = openAction(newAccountSchema, async ({ name, email, password }) => {
  const { desk } = sqmpy();
  const env = loadEnv();
  if (env.loginDisabled || !hasAccounts(desk)) redirect("/");
  if (registration(desk.settings, env) === "closed") throw new AppError("forbidden", "Registration was closed meanwhile. Ask this Sqmpy's admin for an account.");

  await signInLimits().register(clientAddress(await headers()));
  desk.users.create({ name, email, passwordHash: await hashPassword(password), role: "member" }, new Date());
  await enter({ email, password });
  redirect("/");
});
