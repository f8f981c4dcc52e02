"use server";

import { headers } from "next/headers";
import { refresh } from "next/cache";
import { z } from "zod";
import { userAction } from "@/lib/action";
import { passwordChangeSchema, profileSchema } from "@/lib/auth/account-schema";
import { changePassword } from "@/lib/auth/change-password";
import { clientAddress } from "@/lib/auth/client-address";
import * as sessions from "@/lib/auth/session-list";
import { mailWishSchema } from "@/lib/domain/mail-wish";
import { sqmpy } from "@/lib/wiring";

export const saveProfile = userAction(profileSchema, (userId, profile) => {
  sqmpy().desk.users.setProfile(userId, profile);
  refresh();
  return { status: "done", message: "Saved." };
});

export const saveMailWish = userAction(z.object({ moments: mailWishSchema.default([]) }), (userId, { moments }) => {
  sqmpy().desk.users.setMailWish(userId, moments);
  refresh();
  return { status: "done", message: moments.length === 0 ? "Saved: no mail, unless a job asks for it." : "Saved." };
});

export const savePassword = userAction(passwordChangeSchema, async (userId, passwords) => {
  await changePassword(userId, passwords, clientAddress(await headers()));
  refresh();
  return { status: "done", message: "Your password is changed. Everywhere else you are signed out." };
});

export const endSession = userAction(z.object({ session: z.string().max(100) }), (userId, { session }) => {
  sessions.endSession(userId, session);
  refresh();
});

export const endOtherSessions = userAction(z.object({}), async (userId) => {
  await sessions.endOtherSessions(userId);
  refresh();
  return { status: "done", message: "Everywhere else you are signed out." };
});
