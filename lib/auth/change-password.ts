import { AppError } from "@/lib/domain/errors";
import type { UserId } from "@/lib/domain/ids";
import { sqmpy } from "@/lib/wiring";
import { hashPassword } from "./password";
import { problemWithPassword } from "./password-rule";
import { endOtherSessions } from "./session-list";
import { checkSignIn } from "./sign-in";
import { signInLimits } from "./sign-in-limits";

/** Rejects with AppError, field `password` or `newPassword`. Ends all other sessions. */
export async function changePassword(userId: UserId, passwords: { password: string; newPassword: string }, address: string): Promise<void> {
  const { desk } = sqmpy();
  const { password, newPassword } = passwords;
  const user = desk.users.get(userId);

  const problem = problemWithPassword(newPassword, user) ?? (newPassword === password ? "This is the password that you have: choose another." : null);
  if (problem) throw new AppError("invalid", problem, { field: "newPassword" });

  const right = await checkSignIn(desk, signInLimits(), { email: user.email, password, address });
  if (!right) throw new AppError("auth_failed", "This is not your password.", { field: "password" });

  desk.users.setPassword(userId, await hashPassword(newPassword));
  await endOtherSessions(userId);
}
