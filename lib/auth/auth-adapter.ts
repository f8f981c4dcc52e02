import { DrizzleAdapter } from "@auth/drizzle-adapter";
import { accounts, sessions, users, verificationTokens } from "@/drizzle/schema";
import { sqmpy } from "@/lib/wiring";

export function authAdapter() {
  return DrizzleAdapter(sqmpy().database, {
    usersTable: users,
    accountsTable: accounts,
    sessionsTable: sessions,
    verificationTokensTable: verificationTokens,
  });
}
