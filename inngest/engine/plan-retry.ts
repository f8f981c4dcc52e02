import type { Core, Flight } from "./core";

const SECOND = 1_000;
const DAY = 86_400_000;
const LONGEST_MS = 2 * 3_600_000;
const FIRST_FAULT_MS = 200;
const LONGEST_FAULT_MS = 30_000;

/** The function or its step threw: the next attempt, after its own Retry-After or an exponential back-off with jitter. */
export function planRetry(core: Core, flight: Flight, retryAfter: string | null): void {
  const backOff = Math.min(LONGEST_MS, core.retryBaseMs * 2 ** flight.attempt) * (1 + Math.random() * 0.3);
  const dueAt = readRetryAfter(retryAfter, core.now()) ?? core.now() + backOff;

  core.db.run(
    "UPDATE work SET attempt = attempt + 1, faults = 0, due_at = ? WHERE id = ?",
    Math.round(dueAt),
    flight.id,
  );
}

/** The call itself did not arrive: the same attempt once more. */
export function planSameAttempt(core: Core, flight: Flight): void {
  const backOff = Math.min(LONGEST_FAULT_MS, FIRST_FAULT_MS * 2 ** flight.faults);
  core.db.run("UPDATE work SET faults = faults + 1, due_at = ? WHERE id = ?", core.now() + backOff, flight.id);
}

/** Seconds, or an ISO date; at least a second and at most a day from now, as on the real server. */
function readRetryAfter(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  const moment = /^\d+$/.test(text) ? now + Number(text) * 1_000 : Date.parse(text);
  return Number.isNaN(moment) ? undefined : Math.min(now + DAY, Math.max(now + SECOND, moment));
}
