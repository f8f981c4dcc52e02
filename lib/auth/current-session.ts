import { headers } from "next/headers";
import { getToken } from "next-auth/jwt";
import { authCookie } from "./auth-cookie";
import { hashSecret } from "./secret-hash";

/** The hash by which the database knows the session that asks; never leaves the server. */
export async function currentSessionHash(): Promise<string | null> {
  const { name, secret } = authCookie();
  const token = await getToken({ req: { headers: await headers() }, secret, cookieName: name, salt: name });
  return token?.sessionToken ? hashSecret(token.sessionToken) : null;
}
