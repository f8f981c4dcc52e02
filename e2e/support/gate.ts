import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a script waits for the test: it goes on when the test opens the gate. */
export interface Gate {
  /** Shell commands that wait. */
  readonly wait: string;
  open(): void;
  remove(): void;
}

export function makeGate(home: string): Gate {
  const file = join(home, `gate-${randomUUID()}`);
  return {
    wait: `while [ ! -e '${file}' ]; do sleep 0.05; done`,
    open: () => writeFileSync(file, ""),
    remove: () => rmSync(file, { force: true }),
  };
}
