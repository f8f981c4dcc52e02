import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import type { JobId } from "@/lib/domain/ids";
import { allJobs, makeHost, makeUser, openTestStores } from "./testing/test-stores";

/** Lets another process submit for a while, kills it, and answers what it had told. */
async function submitUntilKilled(dataDir: string, email: string): Promise<{ created: JobId[]; removed: JobId[] }> {
  const script = path.join(import.meta.dirname, "testing", "submit-forever.mts");
  const child = spawn(process.execPath, ["--import", "tsx", script, dataDir, email], { stdio: ["ignore", "pipe", "inherit"] });
  let told = "";
  child.stdout.on("data", (chunk: Buffer) => (told += chunk.toString()));
  await once(child.stdout, "data");
  await sleep(Math.random() * 300);
  child.kill("SIGKILL");
  await once(child, "close");

  const ids = (word: string) => Array.from(told.matchAll(new RegExp(`^${word} (\\w+)\\n`, "gm")), (match) => match[1] as JobId);
  return { created: ids("created"), removed: ids("removed") };
}

it("a killed process leaves every job whole, and every upload where it was", { timeout: 120_000 }, async () => {
  let stores = openTestStores();
  const { dataDir } = stores;
  const ada = makeUser(stores);
  makeHost(stores, ada.id);

  for (let time = 0; time < 5; time++) {
    stores.close();
    const { created, removed } = await submitUntilKilled(dataDir, ada.email);
    stores = openTestStores(dataDir);
    const { $client } = stores.database;
    expect($client.pragma("integrity_check", { simple: true })).toBe("ok");
    expect($client.pragma("foreign_key_check")).toEqual([]);

    for (const id of removed) expect(stores.desk.jobs.find(ada.id, id)).toBeUndefined();
    // The last one may be on its way out.
    const kept = created.filter((id) => !removed.includes(id));
    expect(kept.slice(0, -1).filter((id) => !stores.desk.jobs.find(ada.id, id))).toEqual([]);
  }

  const page = stores.desk.jobs.list(ada.id, { ...allJobs, limit: 1_000 });
  expect(page.next).toBeNull();
  expect(page.jobs.length).toBeGreaterThan(5);
  for (const { id } of page.jobs) {
    const files = stores.desk.jobs.files(ada.id, id);
    expect(files.map((file) => file.path)).toEqual(["a", "b", "job.sh"]);
    expect(stores.desk.jobs.events(ada.id, id).at(0)?.state).toBe("new");
    const texts = await Promise.all(files.map(async (file) => Buffer.concat(await (await stores.files.open(file)).toArray()).toString()));
    expect(texts.map((text) => text.length)).toEqual(files.map((file) => file.size));
  }
  const waiting = stores.database.$client.prepare<[], { id: string }>("SELECT id FROM uploads WHERE finished_at IS NOT NULL").all();
  for (const { id } of waiting) expect(existsSync(path.join(dataDir, "uploads", id))).toBe(true);
  expect(readdirSync(path.join(dataDir, "jobs")).length - page.jobs.length).toBeLessThanOrEqual(5);
  stores.remove();
});
