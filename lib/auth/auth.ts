import NextAuth, { AuthError, CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { AppError } from "@/lib/domain/errors";
import type { UserId } from "@/lib/domain/ids";
import type { UserRole } from "@/lib/domain/user";
import { sqmpy } from "@/lib/wiring";
import { signInSchema } from "./account-schema";
import { authAdapter } from "./auth-adapter";
import { authCookie } from "./auth-cookie";
import { clientAddress } from "./client-address";
import { hashSecret, newSecret } from "./secret-hash";
import { checkSignIn } from "./sign-in";
import { signInLimits } from "./sign-in-limits";

declare module "next-auth" {
  interface Session {
    user: { id: UserId; name: string; email: string; role: UserRole };
  }
  interface User {
    /** Where the sign-in came from, for the list of sessions. */
    cameFrom?: { address: string; userAgent: string | null };
  }
}

declare module "@auth/core/jwt" {
  interface JWT {
    userId?: UserId;
    role?: UserRole;
    /** Sealed in the cookie; the database has its hash alone. */
    sessionToken?: string;
  }
}

/** Thrown through next-auth; `refusal` is what the form shows. */
export class SignInRefused extends CredentialsSignin {
  constructor(readonly refusal: AppError) {
    super();
    this.code = refusal.code;
  }
}

const month = 30 * 24 * 60 * 60;

// A function, so that neither database nor secret is touched while the app is built.
export const { handlers, auth, signIn, signOut } = NextAuth(() => {
  const { secret, secure, name } = authCookie();
  const config: NextAuthConfig = {
    adapter: authAdapter(),
    session: { strategy: "jwt", maxAge: month },
    secret,
    trustHost: true,
    useSecureCookies: secure,
    cookies: { sessionToken: { name, options: { httpOnly: true, sameSite: "lax", path: "/", secure } } },
    pages: { signIn: "/sign-in", signOut: "/", error: "/sign-in" },
    logger: { error: logFailure },
    providers: [Credentials({ credentials: { email: {}, password: {} }, authorize })],
    callbacks: { jwt: keepSession, session: showSession },
    events: { signOut: endSession },
  };
  return config;
});

async function authorize(credentials: unknown, request: Request) {
  const given = signInSchema.safeParse(credentials);
  if (!given.success) return null;

  const address = clientAddress(request.headers);
  try {
    const user = await checkSignIn(sqmpy().desk, signInLimits(), { ...given.data, address });
    return user && { id: user.id, name: user.name, email: user.email, cameFrom: { address, userAgent: request.headers.get("user-agent") } };
  } catch (error) {
    throw error instanceof AppError ? new SignInRefused(error) : error;
  }
}

const keepSession: NonNullable<NonNullable<NextAuthConfig["callbacks"]>["jwt"]> = ({ token, user, trigger }) => {
  const { sessions } = sqmpy().desk;
  const now = new Date();

  if (trigger === "signIn" && user?.id) {
    const sessionToken = newSecret();
    sessions.removeExpired(now);
    sessions.add({
      tokenHash: hashSecret(sessionToken),
      userId: user.id as UserId,
      expires: new Date(now.getTime() + month * 1_000),
      createdAt: now,
      lastSeenAt: now,
      userAgent: user.cameFrom?.userAgent?.slice(0, 500) ?? null,
      address: user.cameFrom?.address ?? null,
    });
    return { sessionToken };
  }

  const tokenHash = token.sessionToken && hashSecret(token.sessionToken);
  const found = tokenHash ? sessions.find(tokenHash, now) : undefined;
  if (!tokenHash || !found) return null;

  sessions.seen(tokenHash, now);
  const { id, name, email, role } = found.user;
  return { ...token, userId: id, name, email, role };
};

// What it answers is what a browser may read at /api/auth/session.
const showSession: NonNullable<NonNullable<NextAuthConfig["callbacks"]>["session"]> = ({ session, token }) => {
  const { userId, name, email, role } = token;
  if (!userId || !role) throw new Error("A session without its user.");
  return { expires: session.expires, user: { id: userId, name: name ?? "", email: email ?? "", role } };
};

const endSession: NonNullable<NonNullable<NextAuthConfig["events"]>["signOut"]> = (message) => {
  const token = "token" in message ? message.token?.sessionToken : undefined;
  if (!token) return;

  const { sessions } = sqmpy().desk;
  const found = sessions.find(hashSecret(token), new Date());
  if (found) sessions.remove(found.user.id, found.session.tokenHash);
};

// Faults of who asks, not of Sqmpy: a cookie from before the secret changed or a forged one, a form sent from elsewhere.
const strangers = ["JWTSessionError", "MissingCSRF"];

function logFailure(error: Error): void {
  if (error instanceof CredentialsSignin) return;
  const type = error instanceof AuthError ? error.type : error.name;
  const cause = error.cause instanceof Error ? error.cause.message : error.message;
  sqmpy().services.log(strangers.includes(type) ? "info" : "error", "sign-in", { type, cause });
}
