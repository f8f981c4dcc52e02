import { AppError } from "@/lib/domain/errors";
import { backOffDelay } from "@/lib/domain/poll";
import type { BreakerState } from "./connections";

export const closedBreaker: BreakerState = { failures: 0, authFailures: 0, openUntil: null, lastError: null };

/** Sign-ins refused at one address before it is left alone: fail2ban bans after five by default. */
export const authFailureLimit = 3;
const firstAuthPauseMs = 10 * 60_000;
const longestAuthPauseMs = 4 * 60 * 60_000;

export function afterUnreachable(state: BreakerState, message: string, now: Date, random?: () => number): BreakerState {
  if (isOpen(state, now)) return state;
  const failures = state.failures + 1;
  return { ...state, failures, lastError: message, openUntil: new Date(now.getTime() + backOffDelay(failures, random)) };
}

/** The third refusal closes the address for ten minutes, each further one for twice as long. */
export function afterAuthFailure(state: BreakerState, message: string, now: Date): BreakerState {
  const authFailures = state.authFailures + 1;
  const beyond = authFailures - authFailureLimit;
  const pause = Math.min(firstAuthPauseMs * 2 ** Math.max(0, beyond), longestAuthPauseMs);
  const openUntil = beyond < 0 ? null : new Date(now.getTime() + pause);
  return { failures: 0, authFailures, lastError: message, openUntil };
}

export function isOpen({ openUntil }: BreakerState, now: Date): boolean {
  return openUntil !== null && openUntil.getTime() > now.getTime();
}

export function isOpenForAuth(state: BreakerState, now: Date): boolean {
  return state.authFailures >= authFailureLimit && state.failures === 0 && isOpen(state, now);
}

export function isClean({ failures, authFailures, openUntil }: BreakerState): boolean {
  return failures === 0 && authFailures === 0 && openUntil === null;
}

/** What is thrown in place of a try while the breaker is open. */
export function breakerError(state: BreakerState, address: string, now: Date): AppError {
  const retryAfterMs = Math.max(0, (state.openUntil?.getTime() ?? 0) - now.getTime());
  const message = isOpenForAuth(state, now)
    ? `${address} has refused ${state.authFailures} sign-ins in a row, so it is left alone for a while, lest it bans this computer. Check usernames, keys and passwords meanwhile.`
    : (state.lastError ?? `${address} did not answer.`);
  return new AppError("unreachable", message, { retryAfterMs, facts: { failures: state.failures, authFailures: state.authFailures } });
}
