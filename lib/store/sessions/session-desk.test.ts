import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import { users } from "@/drizzle/schema";
import type { User } from "@/lib/domain/user";
import type { SessionRow } from "../desk";
import { after, makeUser, noon, openTestStores, type TestStores } from "../testing/test-stores";

describe("sessions", () => {
  let stores: TestStores;
  let ada: User;

  beforeEach(() => {
    stores = openTestStores();
    ada = makeUser(stores);
  });
  afterEach(() => stores.remove());

  const add = (tokenHash: string, userId = ada.id): SessionRow => {
    const row = { tokenHash, userId, expires: after(3_600), createdAt: noon, lastSeenAt: null, userAgent: "Firefox", address: "192.0.2.1" };
    stores.desk.sessions.add(row);
    return row;
  };
  const { seen, find } = {
    seen: (tokenHash: string, at: Date) => stores.desk.sessions.seen(tokenHash, at),
    find: (tokenHash: string, now = noon) => stores.desk.sessions.find(tokenHash, now),
  };

  it("are found with their user until they expire", () => {
    const row = add("a");
    expect(find("a")).toEqual({ session: row, user: ada });
    expect(find("a", after(3_600))).toBeUndefined();
    expect(find("b")).toBeUndefined();
  });

  it("end when their user is disabled", () => {
    add("a");
    stores.database.update(users).set({ disabledAt: noon }).where(eq(users.id, ada.id)).run();
    expect(find("a")).toBeUndefined();
  });

  it("note when they were seen, at most once a minute", () => {
    add("a");
    for (const second of [1, 30, 60, 61, 100]) seen("a", after(second));
    expect(find("a")?.session.lastSeenAt).toEqual(after(61));
  });

  it("are revoked one by one, or all but one's own, by their user only", () => {
    const bob = makeUser(stores, "bob");
    for (const token of ["a", "b", "c"]) add(token);
    add("bob's", bob.id);
    stores.desk.sessions.remove(bob.id, "a");
    expect(find("a")).toBeDefined();
    stores.desk.sessions.remove(ada.id, "a");
    expect(find("a")).toBeUndefined();
    stores.desk.sessions.removeAll(ada.id, "c");
    expect(stores.desk.sessions.list(ada.id).map((row) => row.tokenHash)).toEqual(["c"]);
    stores.desk.sessions.removeAll(ada.id);
    expect(stores.desk.sessions.list(ada.id)).toEqual([]);
    expect(find("bob's")).toBeDefined();
  });

  it("are cleared away when over", () => {
    add("a");
    expect(stores.desk.sessions.removeExpired(after(3_599))).toBe(0);
    expect(stores.desk.sessions.removeExpired(after(3_600))).toBe(1);
  });
});

describe("settings", () => {
  it("keep any value under its name", () => {
    const stores = openTestStores();
    const { settings } = stores.desk;
    expect(settings.get("registration")).toBeUndefined();
    for (const value of [true, "closed", { nested: [1, null] }, false]) {
      settings.set("registration", value);
      expect(settings.get("registration")).toEqual(value);
    }
    settings.remove("registration");
    expect(settings.get("registration")).toBeUndefined();
    stores.remove();
  });
});
