import type { JobId } from "../../domain/ids";
import { makeDataFolder } from "../data-folder";
import { openDatabase } from "../db";
import { moveJob } from "../jobs/move-job";
import { keepSecretKey } from "../secret-key";
import type { Store } from "../store";
import { openVault } from "../vault";

// Moves every job of a data folder, as fast as it can, and prints how many moves were its own.
const dataDir = process.argv[2] ?? "";
const store: Store = {
  database: openDatabase({ dataDir }),
  folder: makeDataFolder(dataDir),
  vault: openVault(keepSecretKey(dataDir)),
  process: "race",
  warn: () => undefined,
};
const ids = store.database.$client.prepare<[], { id: JobId }>("SELECT id FROM jobs").all().map((row) => row.id);
process.stdout.write("ready\n");
process.stdin.once("data", () => {
  const own = ids.filter((id) => moveJob(store, id, { to: "stage_in" }, new Date()));
  process.stdout.write(`${own.length}\n`, () => process.exit(0));
});
