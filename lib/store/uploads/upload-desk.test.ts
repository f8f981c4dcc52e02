import { createHash } from "node:crypto";
import { appendFileSync, existsSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { User } from "@/lib/domain/user";
import { after, beginUpload, makeUpload, makeUser, noon, openTestStores, type TestStores } from "../testing/test-stores";

describe("uploads", () => {
  let stores: TestStores;
  let ada: User;

  beforeEach(() => {
    stores = openTestStores();
    ada = makeUser(stores);
  });
  afterEach(() => stores.remove());

  const place = (id: string) => path.join(stores.dataDir, "uploads", id);

  it("are finished with the hash of their bytes, once", async () => {
    const bytes = Buffer.alloc(2_000_000, "xyz");
    const id = await makeUpload(stores, ada.id, bytes, "größe.dat");
    const row = stores.desk.uploads.find(ada.id, id);
    expect(row).toEqual({
      id,
      ownerId: ada.id,
      name: "größe.dat",
      size: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      createdAt: noon,
      finishedAt: noon,
    });
    await stores.desk.uploads.finish(ada.id, id, after(9));
    expect(stores.desk.uploads.find(ada.id, id)).toEqual(row);
  });

  it("may be empty", async () => {
    const id = await makeUpload(stores, ada.id, "");
    expect(stores.desk.uploads.find(ada.id, id)?.finishedAt).toEqual(noon);
  });

  it("are not finished while bytes are missing, or too many, or gone", async () => {
    const id = beginUpload(stores, ada.id, "half");
    appendFileSync(place(id), "too much");
    await expect(stores.desk.uploads.finish(ada.id, id, noon)).rejects.toMatchObject({ code: "invalid", field: "inputs" });
    rmSync(place(id));
    await expect(stores.desk.uploads.finish(ada.id, id, noon)).rejects.toMatchObject({ code: "not_found" });
    expect(stores.desk.uploads.find(ada.id, id)).toMatchObject({ finishedAt: null, sha256: null });
  });

  it("may be finished by two requests at once", async () => {
    const id = beginUpload(stores, ada.id, "bytes");
    await Promise.all([1, 2].map(() => stores.desk.uploads.finish(ada.id, id, noon)));
    expect(stores.desk.uploads.find(ada.id, id)?.finishedAt).toEqual(noon);
  });

  it("go with their bytes", async () => {
    const id = await makeUpload(stores, ada.id, "bytes");
    stores.desk.uploads.remove(ada.id, id);
    expect(stores.desk.uploads.find(ada.id, id)).toBeUndefined();
    expect(existsSync(place(id))).toBe(false);
  });

  it("are forgotten when nobody took them", async () => {
    const old = await makeUpload(stores, ada.id, "old");
    expect(stores.uploads.removeForgotten(noon)).toEqual([]);
    expect(stores.uploads.removeForgotten(after(1))).toEqual([old]);
    expect(existsSync(place(old))).toBe(false);
    expect(stores.uploads.removeForgotten(after(1))).toEqual([]);
  });
});
