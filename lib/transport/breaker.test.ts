import { describe, expect, it } from "vitest";
import { afterAuthFailure, afterUnreachable, breakerError, closedBreaker, isOpen, isOpenForAuth } from "./breaker";

const noon = new Date("2026-05-01T12:00:00Z");
const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

describe("the breaker of an address", () => {
  it("opens for longer with each failure to reach it, and not twice at a time", () => {
    const once = afterUnreachable(closedBreaker, "down", noon, () => 0.5);
    expect(once).toEqual({ failures: 1, authFailures: 0, lastError: "down", openUntil: new Date(noon.getTime() + 5_000) });
    expect(afterUnreachable(once, "down", noon)).toBe(once);
    const twice = afterUnreachable(once, "down", later(1), () => 0.5);
    expect(twice.openUntil).toEqual(new Date(later(1).getTime() + 10_000));
    expect(isOpenForAuth(twice, later(1))).toBe(false);
  });

  it("opens at the third refused sign-in for ten minutes, then for twice as long, for four hours at most", () => {
    let state = closedBreaker;
    const minutes: (number | null)[] = [];
    for (let count = 0; count < 9; count += 1) {
      state = afterAuthFailure(state, "no", noon);
      minutes.push(state.openUntil ? (state.openUntil.getTime() - noon.getTime()) / 60_000 : null);
    }
    expect(minutes).toEqual([null, null, 10, 20, 40, 80, 160, 240, 240]);
    expect(isOpenForAuth(state, later(239))).toBe(true);
    expect(isOpen(state, later(240))).toBe(false);
  });

  it("says when it tries again, and why it waits", () => {
    const auth = [1, 2, 3].reduce((state) => afterAuthFailure(state, "no", noon), closedBreaker);
    expect(breakerError(auth, "lab", later(4))).toMatchObject({ code: "unreachable", retryAfterMs: 6 * 60_000, message: expect.stringContaining("refused 3 sign-ins") });
    const down = afterUnreachable(closedBreaker, "lab is down", noon, () => 0.5);
    expect(breakerError(down, "lab", noon)).toMatchObject({ retryAfterMs: 5_000, message: "lab is down" });
  });
});
