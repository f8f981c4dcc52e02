import { readdirSync, renameSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { newId } from "@/lib/domain/ids";
import type { Store } from "./store";
import { codeOf } from "./transaction";

/**
 * Moves a file or folder out of sight at once and removes its bytes behind; the next start finishes what a stop cut
 * off. Never throws: its row is gone already, and what stays is taken by `sweepOrphans`.
 */
export function discard(store: Pick<Store, "folder" | "warn">, place: string): void {
  const hidden = path.join(store.folder.trash, newId(16));
  try {
    renameSync(place, hidden);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") warnOf(store, place, error);
    return;
  }
  removeBehind(store, hidden);
}

/** What earlier processes left half removed or half written. Only for the process that owns the data folder. */
export function clearLeftovers(store: Pick<Store, "folder" | "warn">): void {
  for (const folder of [store.folder.trash, store.folder.partial]) {
    for (const name of readdirSync(folder)) removeBehind(store, path.join(folder, name));
  }
}

function removeBehind(store: Pick<Store, "warn">, place: string): void {
  rm(place, { recursive: true, force: true }).catch((error: unknown) => warnOf(store, place, error));
}

function warnOf(store: Pick<Store, "warn">, place: string, error: unknown): void {
  store.warn("Files that were deleted could not be removed from the disk; the next start tries again.", { place, error: String(error) });
}
