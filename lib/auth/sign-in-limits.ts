import { getTableName, lt } from "drizzle-orm";
import { RateLimiterRes, RateLimiterSQLite } from "rate-limiter-flexible";
import { signInCounts } from "@/drizzle/schema";
import { AppError } from "../domain/errors";
import type { Stores } from "../store/open-stores";
import { fullDisk, isFull, writeRelaxed } from "../store/transaction";
import { sqmpy } from "../wiring";
import { hashSecret } from "./secret-hash";

type Database = Stores["database"];

const quarter = 15 * 60;

export interface Limits {
  /** Failures of one account, and of one address, in a quarter of an hour. */
  account: number;
  address: number;
  /** New accounts from one address in an hour. */
  registrations: number;
}

/**
 * Counts tries before they are looked at, so that many at once do not slip through; a right one is taken off again.
 * Kept in the database, so that a restart forgives nothing.
 */
export class SignInLimits {
  private readonly accounts: RateLimiterSQLite;
  private readonly addresses: RateLimiterSQLite;
  private readonly registrations: RateLimiterSQLite;

  constructor(private readonly database: Database, limits: Limits = { account: 10, address: 50, registrations: 30 }) {
    const counter = (keyPrefix: string, points: number, duration: number) =>
      new RateLimiterSQLite({
        storeClient: database.$client,
        storeType: "better-sqlite3",
        tableName: getTableName(signInCounts),
        tableCreated: true,
        keyPrefix,
        points,
        duration,
        // Who is refused already costs no write.
        inMemoryBlockOnConsumed: points + 1,
      });
    this.accounts = counter("account", limits.account, quarter);
    this.addresses = counter("address", limits.address, quarter);
    this.registrations = counter("registration", limits.registrations, 60 * 60);
  }

  /** Rejects with AppError `rate_limited` when there were too many. */
  async tryToSignIn(account: string, address: string): Promise<void> {
    await take(this.addresses, address, "Too many attempts to sign in from your network");
    await take(this.accounts, hashSecret(account), "Too many attempts to sign in to this account");
  }

  async signedIn(account: string, address: string): Promise<void> {
    await this.accounts.delete(hashSecret(account));
    await this.addresses.reward(address, 1);
    writeRelaxed(this.database, () => this.database.delete(signInCounts).where(lt(signInCounts.expire, Date.now())).run());
  }

  async register(address: string): Promise<void> {
    await take(this.registrations, address, "Too many new accounts from your network");
  }
}

async function take(limiter: RateLimiterSQLite, key: string, reason: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw isFull(refusal) ? fullDisk(refusal) : refusal;
    const minutes = Math.max(1, Math.ceil(refusal.msBeforeNext / 60_000));
    throw new AppError("rate_limited", `${reason}: try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`, {
      retryAfterMs: refusal.msBeforeNext,
    });
  }
}

const limitsOf = new WeakMap<Database, SignInLimits>();

export function signInLimits(): SignInLimits {
  const { database } = sqmpy();
  const limits = limitsOf.get(database) ?? new SignInLimits(database);
  limitsOf.set(database, limits);
  return limits;
}
