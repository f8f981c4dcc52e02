import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../domain/errors";
import { openStores, type Stores } from "../store/open-stores";
import { SignInLimits } from "./sign-in-limits";

let dataDir: string;
let stores: Stores;
const open = () => openStores({ dataDir, now: () => new Date() });

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "sqmpy-limits-"));
  stores = open();
});

afterEach(() => {
  stores.close();
  rmSync(dataDir, { recursive: true });
});

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
    const limits = new SignInLimits(stores.database, few);
    for (let turn = 0; turn < 3; turn++) expect(await refusal(limits.tryToSignIn("ada@uni.example", `10.0.0.${turn}`))).toBeNull();

    const refused = await refusal(limits.tryToSignIn("ada@uni.example", "10.0.0.9"));
    expect(refused?.code).toBe("rate_limited");
    expect(refused?.message).toBe("Too many attempts to sign in to this account: try again in 15 minutes.");
    expect(await refusal(limits.tryToSignIn("bob@uni.example", "10.0.0.9"))).toBeNull();
  });

  it("stops one address that goes through many accounts", async () => {
    const limits = new SignInLimits(stores.database, few);
    for (let turn = 0; turn < 5; turn++) expect(await refusal(limits.tryToSignIn(`${turn}@uni.example`, "10.0.0.1"))).toBeNull();
    expect((await refusal(limits.tryToSignIn("new@uni.example", "10.0.0.1")))?.message).toContain("from your network");
  });

  it("lets no more through when all come at once", async () => {
    const limits = new SignInLimits(stores.database, few);
    const all = await Promise.all(Array.from({ length: 20 }, (_, turn) => refusal(limits.tryToSignIn("ada@uni.example", `10.0.1.${turn}`))));
    expect(all.filter((refused) => refused === null)).toHaveLength(3);
  });

  it("forgets the failures of who signs in", async () => {
    const limits = new SignInLimits(stores.database, few);
    for (let turn = 0; turn < 12; turn++) {
      expect(await refusal(limits.tryToSignIn("ada@uni.example", "10.0.0.1"))).toBeNull();
      await limits.signedIn("ada@uni.example", "10.0.0.1");
    }
  });

  it("forgives nothing when Sqmpy starts again", async () => {
    const limits = new SignInLimits(stores.database, few);
    for (let turn = 0; turn < 4; turn++) await refusal(limits.tryToSignIn("ada@uni.example", "10.0.0.1"));
    stores.close();
    stores = open();
    const later = new SignInLimits(stores.database, few);
    expect((await refusal(later.tryToSignIn("ada@uni.example", "10.0.0.9")))?.code).toBe("rate_limited");
    expect(await refusal(later.tryToSignIn("bob@uni.example", "10.0.0.9"))).toBeNull();
  });

  it("keeps no row of what has run out", async () => {
    const limits = new SignInLimits(stores.database, few);
    await limits.tryToSignIn("old@uni.example", "10.0.0.1");
    stores.database.$client.prepare("UPDATE sign_in_counts SET expire = ?").run(Date.now() - 1);
    await limits.tryToSignIn("ada@uni.example", "10.0.0.2");
    await limits.signedIn("ada@uni.example", "10.0.0.2");
    const keys = stores.database.$client.prepare("SELECT key FROM sign_in_counts").pluck().all();
    expect(keys).toEqual(["address:10.0.0.2"]);
  });

  it("limits new accounts by address", async () => {
    const limits = new SignInLimits(stores.database, few);
    expect([await refusal(limits.register("10.0.0.1")), await refusal(limits.register("10.0.0.1"))]).toEqual([null, null]);
    expect((await refusal(limits.register("10.0.0.1")))?.message).toMatch(/try again in 60 minutes/);
  });
});
