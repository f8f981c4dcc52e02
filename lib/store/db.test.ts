import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { getTableName } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as schema from "@/drizzle/schema";
import { databaseFile, openDatabase, openMemoryDatabase } from "./db";

describe("the database", () => {
  let dataDir: string;

  beforeEach(() => (dataDir = mkdtempSync(path.join(tmpdir(), "sqmpy-db-"))));
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it("comes from nothing to the newest shape, and opens again as it is", () => {
    for (let time = 0; time < 2; time++) {
      const { $client } = openDatabase({ dataDir });
      const names = $client.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").all().map((row) => row.name);
      expect(names).toEqual(expect.arrayContaining([...Object.values(schema).map(getTableName), "jobs_search"]));
      expect($client.pragma("integrity_check", { simple: true })).toBe("ok");
      expect($client.pragma("foreign_key_check")).toEqual([]);
      $client.close();
    }
  });

  it("keeps what people were told on the disk, and its references whole", () => {
    const { $client } = openDatabase({ dataDir });
    expect($client.pragma("journal_mode", { simple: true })).toBe("wal");
    expect($client.pragma("synchronous", { simple: true })).toBe(2);
    expect($client.pragma("foreign_keys", { simple: true })).toBe(1);
    $client.close();
  });

  it("is closed to others", () => {
    const inner = path.join(dataDir, "made", "here");
    const { $client } = openDatabase({ dataDir: inner });
    expect(statSync(inner).mode & 0o777).toBe(0o700);
    for (const name of [databaseFile, `${databaseFile}-wal`]) expect(statSync(path.join(inner, name)).mode & 0o777).toBe(0o600);
    $client.close();
  });

  it("says what to do where it cannot be used", () => {
    writeFileSync(path.join(dataDir, databaseFile), "this is no database, but long enough to look at ".repeat(100));
    expect(() => openDatabase({ dataDir })).toThrow(expect.objectContaining({ code: "setup", message: expect.stringContaining(dataDir) }));
  });

  it("lives in memory for tests", () => {
    expect(openMemoryDatabase().$client.prepare("SELECT count(*) AS count FROM jobs").get()).toEqual({ count: 0 });
  });
});
