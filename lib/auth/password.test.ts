import { describe, expect, it } from "vitest";
import { hashPassword, isPassword } from "./password";

describe("isPassword", () => {
  it("knows the right one", async () => {
    const hash = await hashPassword("tiger lamp 7 river");
    expect(hash).toMatch(/^\$argon2id\$/);
    expect(await isPassword(hash, "tiger lamp 7 river")).toBe(true);
    expect(await isPassword(hash, "tiger lamp 7 rives")).toBe(false);
  });

  it("says no to everybody without a password, even to the one it compares with", async () => {
    expect(await isPassword(undefined, "nobody's password")).toBe(false);
    expect(await isPassword(null, "nobody's password")).toBe(false);
  });

  it("takes as long for an unknown account", async () => {
    const hash = await hashPassword("tiger lamp 7 river");
    const fastest = { known: Infinity, unknown: Infinity };
    for (let turn = 0; turn < 10; turn++) {
      for (const [who, given] of [["known", hash], ["unknown", undefined]] as const) {
        const began = performance.now();
        await isPassword(given, "wrong password");
        fastest[who] = Math.min(fastest[who], performance.now() - began);
      }
    }
    expect(fastest.unknown).toBeGreaterThan(fastest.known / 2);
  });
});
