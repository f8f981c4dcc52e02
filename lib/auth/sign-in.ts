import type { User } from "../domain/user";
import type { Desk } from "../store/desk";
import { isPassword } from "./password";
import type { SignInLimits } from "./sign-in-limits";

/** Who signs in with these, or null; takes as long for an unknown account. Rejects with `rate_limited` after too many tries. */
export async function checkSignIn(
  people: Pick<Desk, "users">,
  limits: SignInLimits,
  given: { email: string; password: string; address: string },
): Promise<User | null> {
  await limits.tryToSignIn(given.email, given.address);

  const account = people.users.findByEmail(given.email);
  const right = await isPassword(account?.passwordHash, given.password);
  if (!account || !right || account.user.disabledAt) return null;

  await limits.signedIn(given.email, given.address);
  return account.user;
}
