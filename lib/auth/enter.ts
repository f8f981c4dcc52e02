import { CredentialsSignin } from "next-auth";
import { AppError } from "@/lib/domain/errors";
import { signIn, SignInRefused } from "./auth";

/** Signs in and sets the cookie; rejects with AppError when the account or the password is wrong, or after too many tries. */
export async function enter(credentials: { email: string; password: string }): Promise<void> {
  try {
    await signIn("credentials", { ...credentials, redirect: false });
  } catch (error) {
    if (error instanceof SignInRefused) throw error.refusal;
    if (error instanceof CredentialsSignin) {
      throw new AppError("auth_failed", "Mail address and password do not belong together. Check both and try again.", { cause: error });
    }
    throw error;
  }
}
