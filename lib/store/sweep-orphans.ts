import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { inArray } from "drizzle-orm";
import { jobs, uploads } from "@/drizzle/schema";
import { discard } from "./discard";
import type { Store } from "./store";

const day = 86_400_000;

/** Takes away bytes that no row knows and that are older than a day: what a stop between file system and database leaves. */
export function sweepOrphans(store: Store, now: Date): number {
  const { database, folder } = store;
  const jobIds = (names: string[]) => database.select({ id: jobs.id }).from(jobs).where(inArray(jobs.id, names)).all();
  const uploadIds = (names: string[]) => database.select({ id: uploads.id }).from(uploads).where(inArray(uploads.id, names)).all();
  return sweepFolder(store, folder.jobs, jobIds, now) + sweepFolder(store, folder.uploads, uploadIds, now);
}

function sweepFolder(store: Store, folder: string, known: (names: string[]) => { id: string }[], now: Date): number {
  const names = readdirSync(folder);
  let swept = 0;
  for (let at = 0; at < names.length; at += 500) {
    const batch = names.slice(at, at + 500);
    const rows = new Set(known(batch).map((row) => row.id));
    for (const name of batch) {
      const place = path.join(folder, name);
      if (rows.has(name) || now.getTime() - statSync(place).mtimeMs < day) continue;
      discard(store, place);
      swept++;
    }
  }
  return swept;
}
