import Sqlite from "better-sqlite3";
import { join } from "node:path";
import { callAction } from "../e2e/support/call-action";
import type { RunningApp } from "../e2e/support/app";
import type { Lab } from "../e2e/support/lab";
import { plainSpec } from "../e2e/support/plain-spec";
import { databaseFile } from "../lib/store/db";

export const smallScript = "#!/bin/sh\nsleep 1\necho done\n";

/** Submits through the app as the form does; answers the job's id. */
export async function submitOne(app: RunningApp, lab: Lab, script: string): Promise<string> {
  const answer = await callAction(app.url, "/jobs/new", "submitJob", plainSpec(lab.hostId, script));
  const id = /\/jobs\/([^/?]+)/.exec(answer.redirectedTo ?? "")?.[1];
  if (!id) throw new Error(`The app did not take the job: ${answer.status} ${answer.body.slice(0, 500)}`);
  return id;
}

/** Seconds from the first click until the last of `count` jobs, clicked at once, is started on its host. */
export async function submitMany(app: RunningApp, lab: Lab, count: number, script: string): Promise<number> {
  const began = performance.now();
  const ids = await Promise.all(Array.from({ length: count }, () => submitOne(app, lab, script)));
  await untilStarted(lab, ids);
  return (performance.now() - began) / 1_000;
}

/** Waits until all are started, by the running app's own database. */
export async function untilStarted(lab: Lab, ids: readonly string[], patienceMs = 600_000): Promise<void> {
  const database = new Sqlite(join(lab.dataDir, databaseFile), { readonly: true });
  try {
    const query = database.prepare("SELECT count(*) FROM jobs WHERE started_at IS NOT NULL AND id IN (SELECT value FROM json_each(?))").pluck();
    for (const end = performance.now() + patienceMs; performance.now() < end; ) {
      if (query.get(JSON.stringify(ids)) === ids.length) return;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error(`Of ${ids.length} jobs only ${String(query.get(JSON.stringify(ids)))} started.`);
  } finally {
    database.close();
  }
}
