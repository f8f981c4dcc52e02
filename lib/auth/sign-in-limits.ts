import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "../domain/errors";

const quarter = 15 * 60;

export interface Limits {
  /** Failures of one account, and of one address, in a quarter of an hour. */
  account: number;
  address: number;
  /** New accounts from one address in an hour. */
  registrations: number;
}

/** Counts tries before they are looked at, so that many at once do not slip through; a right one is taken off again. */
export class SignInLimits {
  private readonly accounts: RateLimiterMemory;
  private readonly addresses: RateLimiterMemory;
  private readonly registrations: RateLimiterMemory;

  constructor(limits: Limits = { account: 10, address: 50, registrations: 30 }) {
    this.accounts = new RateLimiterMemory({ points: limits.account, duration: quarter });
    this.addresses = new RateLimiterMemory({ points: limits.address, duration: quarter });
    this.registrations = new RateLimiterMemory({ points: limits.registrations, duration: 60 * 60 });
  }

  /** Rejects with AppError `rate_limited` when there were too many. */
  async tryToSignIn(account: string, address: string): Promise<void> {
    await take(this.addresses, address, "Too many attempts to sign in from your network");
    await take(this.accounts, account, "Too many attempts to sign in to this account");
  }

  async signedIn(account: string, address: string): Promise<void> {
    await this.accounts.delete(account);
    await this.addresses.reward(address, 1);
  }

  async register(address: string): Promise<void> {
    await take(this.registrations, address, "Too many new accounts from your network");
  }
}

async function take(limiter: RateLimiterMemory, key: string, reason: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const minutes = Math.max(1, Math.ceil(refusal.msBeforeNext / 60_000));
    throw new AppError("rate_limited", `${reason}: try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`, {
      retryAfterMs: refusal.msBeforeNext,
    });
  }
}

declare global {
  var sqmpySignInLimits: SignInLimits | undefined;
}

/** One a process, since Next bundles each route apart. */
export function signInLimits(): SignInLimits {
  return (globalThis.sqmpySignInLimits ??= new SignInLimits());
}
