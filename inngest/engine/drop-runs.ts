import type { Core } from "./core";
import { canceledBecause } from "./create-run";
import { finishRun } from "./finish-run";

/** Runs of a function that this version of the app no longer has could never go on. */
export function dropRunsOfUnknownFunctions(core: Core): void {
  const runs = core.db.all<{ id: string; fn_id: string }>(
    "SELECT id, fn_id FROM run WHERE ended_at IS NULL AND fn_id NOT IN (SELECT value FROM json_each(?))",
    JSON.stringify([...core.functions.keys()]),
  );

  for (const { id, fn_id } of runs) {
    core.log("warn", "a run was dropped, its function is no longer registered", { fnId: fn_id, runId: id });
    finishRun(core, id, "canceled", canceledBecause("its function no longer exists"));
  }
}
