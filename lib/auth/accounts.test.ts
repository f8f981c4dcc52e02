import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { openStores, type Stores } from "../store/open-stores";
import { newAccountSchema, profileSchema } from "./account-schema";
import { hasAccounts, makeOwner, singleUser } from "./owner";
import { hashPassword } from "./password";
import { registration, setRegistration } from "./registration";
import { forgetSetupToken, isSetupToken, makeSetupToken } from "./setup-token";
import { checkSignIn } from "./sign-in";
import { SignInLimits } from "./sign-in-limits";

const now = () => new Date();
let desk: Stores["desk"];
let database: Stores["database"];

beforeEach(() => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "sqmpy-accounts-"));
  const stores = openStores({ dataDir, now });
  ({ desk, database } = stores);
  onTestFinished(() => {
    stores.close();
    rmSync(dataDir, { recursive: true });
  });
});

describe("the set-up link", () => {
  it("works with the newest token alone, once", () => {
    const first = makeSetupToken(desk.settings);
    const second = makeSetupToken(desk.settings);
    expect(second).not.toBe(first);
    expect(isSetupToken(desk.settings, first)).toBe(false);
    expect(isSetupToken(desk.settings, "")).toBe(false);
    expect(isSetupToken(desk.settings, second)).toBe(true);

    forgetSetupToken(desk.settings);
    expect(isSetupToken(desk.settings, second)).toBe(false);
  });

  it("is not kept where somebody could read it", () => {
    const token = makeSetupToken(desk.settings);
    expect(desk.settings.get("setup-token")).not.toBe(token);
  });
});

describe("the owner", () => {
  it("is one built-in admin in single-user mode, who cannot sign in", () => {
    const owner = singleUser(desk);
    expect(owner.role).toBe("admin");
    expect(singleUser(desk).id).toBe(owner.id);
    expect(desk.users.count()).toBe(1);
    expect(hasAccounts(desk)).toBe(false);
    expect(profileSchema.safeParse(owner).success).toBe(true);
  });

  it("keeps everything when accounts are switched on later, and when they are switched off again", () => {
    const before = singleUser(desk);
    const owner = makeOwner(desk, { name: "Ada", email: "ada@uni.example", passwordHash: "x" });
    expect(owner).toMatchObject({ id: before.id, name: "Ada", email: "ada@uni.example", role: "admin" });
    expect(desk.users.count()).toBe(1);
    expect(hasAccounts(desk)).toBe(true);
    expect(singleUser(desk).id).toBe(before.id);
  });

  it("is the first account otherwise", () => {
    expect(hasAccounts(desk)).toBe(false);
    const owner = makeOwner(desk, { name: "Ada", email: "ada@uni.example", passwordHash: "x" });
    expect(owner.role).toBe("admin");
    expect(hasAccounts(desk)).toBe(true);
    expect(singleUser(desk).id).toBe(owner.id);
  });
});

describe("registration", () => {
  it("is as the environment says until an admin decides", () => {
    expect(registration(desk.settings, { registration: "closed" })).toBe("closed");
    setRegistration(desk.settings, "open");
    expect(registration(desk.settings, { registration: "closed" })).toBe("open");
  });

  it("wants a name, a mail address and a good password", () => {
    const result = newAccountSchema.safeParse({ name: " ", email: "ada", password: "short" });
    expect(result.success).toBe(false);
    expect(newAccountSchema.parse({ name: " Ada ", email: " Ada@Uni.Example ", password: "tiger lamp 7 river" })).toMatchObject({ name: "Ada", email: "ada@uni.example" });
  });
});

describe("checkSignIn", () => {
  const address = "10.0.0.1";

  it("lets in who gives the right password, and nobody else", async () => {
    const limits = new SignInLimits(database);
    const ada = desk.users.create({ name: "Ada", email: "ada@uni.example", passwordHash: await hashPassword("tiger lamp 7 river"), role: "member" }, now());
    const member = singleUser(desk);

    expect((await checkSignIn(desk, limits, { email: ada.email, password: "tiger lamp 7 river", address }))?.id).toBe(ada.id);
    expect(await checkSignIn(desk, limits, { email: ada.email, password: "tiger lamp 7 rive", address })).toBeNull();
    expect(await checkSignIn(desk, limits, { email: "nobody@uni.example", password: "tiger lamp 7 river", address })).toBeNull();
    expect(await checkSignIn(desk, limits, { email: member.email, password: "", address })).toBeNull();
  });

  it("refuses even the right password after too many tries", async () => {
    const limits = new SignInLimits(database, { account: 3, address: 100, registrations: 1 });
    const ada = desk.users.create({ name: "Ada", email: "ada@uni.example", passwordHash: await hashPassword("tiger lamp 7 river"), role: "member" }, now());
    for (let turn = 0; turn < 3; turn++) await checkSignIn(desk, limits, { email: ada.email, password: "wrong", address });
    await expect(checkSignIn(desk, limits, { email: ada.email, password: "tiger lamp 7 river", address })).rejects.toThrow(/try again in 15 minutes/);
  });
});
