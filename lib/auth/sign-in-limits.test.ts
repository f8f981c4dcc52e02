import { describe, expect, it } from "vitest";
import { AppError } from "../domain/errors";
import { SignInLimits } from "./sign-in-limits";

const few = { account: 3, address: 5, registrations: 2 };

async function refusal(attempt: Promise<void>): Promise<AppError | null> {
  try {
    await attempt;
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

describe("SignInLimits", () => {
  it("stops guessing at one account, from wherever, and says when to try again", async () => {
    const limits = new SignInLimits(few);
    for (let turn = 0; turn < 3; turn++) expect(await refusal(limits.tryToSignIn("ada@uni.example", `10.0.0.${turn}`))).toBeNull();

    const refused = await refusal(limits.tryToSignIn("ada@uni.example", "10.0.0.9"));
    expect(refused?.code).toBe("rate_limited");
    expect(refused?.message).toBe("Too many attempts to sign in to this account: try again in 15 minutes.");
    expect(await refusal(limits.tryToSignIn("bob@uni.example", "10.0.0.9"))).toBeNull();
  });

  it("stops one address that goes through many accounts", async () => {
    const limits = new SignInLimits(few);
    for (let turn = 0; turn < 5; turn++) expect(await refusal(limits.tryToSignIn(`${turn}@uni.example`, "10.0.0.1"))).toBeNull();
    expect((await refusal(limits.tryToSignIn("new@uni.example", "10.0.0.1")))?.message).toContain("from your network");
  });

  it("lets no more through when all come at once", async () => {
    const limits = new SignInLimits(few);
    const all = await Promise.all(Array.from({ length: 20 }, (_, turn) => refusal(limits.tryToSignIn("ada@uni.example", `10.0.1.${turn}`))));
    expect(all.filter((refused) => refused === null)).toHaveLength(3);
  });

  it("forgets the failures of who signs in", async () => {
    const limits = new SignInLimits(few);
    for (let turn = 0; turn < 12; turn++) {
      expect(await refusal(limits.tryToSignIn("ada@uni.example", "10.0.0.1"))).toBeNull();
      await limits.signedIn("ada@uni.example", "10.0.0.1");
    }
  });

  it("limits new accounts by address", async () => {
    const limits = new SignInLimits(few);
    expect([await refusal(limits.register("10.0.0.1")), await refusal(limits.register("10.0.0.1"))]).toEqual([null, null]);
    expect((await refusal(limits.register("10.0.0.1")))?.message).toMatch(/try again in 60 minutes/);
  });
});
