import type { Core } from "./core";
import { LeaseLost } from "./lease";
import { matchEvents } from "./match-events";

/** One step of the engine's life, committed as a whole, and only while the lease is ours. */
export function transition(core: Core, work: () => void): void {
  core.db.transact(() => {
    if (!core.lease.isHeld()) throw new LeaseLost("Another engine has taken over this database.");
    work();
    matchEvents(core);
  });
}

/** Stores what came in from outside. Without the lease it waits in the file for whoever drives. */
export function accept<Result>(core: Core, work: () => Result): Result {
  return core.db.transact(() => {
    const result = work();
    if (core.driving && core.lease.isHeld()) matchEvents(core);
    return result;
  });
}
