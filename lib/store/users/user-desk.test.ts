import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { UserId } from "@/lib/domain/ids";
import { defaultMailWish } from "@/lib/domain/mail-wish";
import { noon, openTestStores, type TestStores } from "../testing/test-stores";

describe("accounts", () => {
  let stores: TestStores;
  beforeEach(() => (stores = openTestStores()));
  afterEach(() => stores.remove());

  const create = (email: string) => stores.desk.users.create({ name: "Ada", email, passwordHash: "hash", role: "admin" }, noon);

  it("are made, counted and found by address in any capitals", () => {
    expect(stores.desk.users.count()).toBe(0);
    const user = create(" Ada@Uni.Example ");
    expect(user).toEqual({ id: user.id, name: "Ada", email: "ada@uni.example", role: "admin", disabledAt: null, mailWish: defaultMailWish, createdAt: noon });
    expect(stores.desk.users.count()).toBe(1);
    expect(stores.desk.users.findByEmail("ADA@uni.example")).toEqual({ user, passwordHash: "hash" });
    expect(stores.desk.users.findByEmail("bob@uni.example")).toBeUndefined();
    expect(stores.desk.users.get(user.id)).toEqual(user);
    expect(stores.users.get(user.id)).toEqual(user);
  });

  it("have one address each", () => {
    const conflict = expect.objectContaining({ code: "conflict", field: "email" });
    create("ada@uni.example");
    const bob = create("bob@uni.example");
    expect(() => create("ADA@uni.example")).toThrow(conflict);
    expect(() => stores.desk.users.setProfile(bob.id, { name: "Bob", email: "ada@uni.example" })).toThrow(conflict);
    stores.desk.users.setProfile(bob.id, { name: "Robert", email: "bob@uni.example" });
    expect(stores.desk.users.get(bob.id).name).toBe("Robert");
  });

  it("change password and wishes", () => {
    const { id } = create("ada@uni.example");
    stores.desk.users.setPassword(id, "new hash");
    stores.desk.users.setMailWish(id, ["queued"]);
    expect(stores.desk.users.passwordHash(id)).toBe("new hash");
    expect(stores.desk.users.get(id).mailWish).toEqual(["queued"]);
  });

  it("that do not exist are no accounts", () => {
    const none = "none" as UserId;
    expect(stores.desk.users.find(none)).toBeUndefined();
    expect(stores.desk.users.passwordHash(none)).toBeNull();
    for (const attempt of [() => stores.desk.users.get(none), () => stores.desk.users.setPassword(none, "x")]) {
      expect(attempt).toThrow(expect.objectContaining({ code: "not_found" }));
    }
  });
});
