import { whyNoMachine } from "./batch-machine";

/** Says once what the suites of the batch systems cannot have here; each file starts and stops its own batch system. */
export default function setup(): void {
  const why = whyNoMachine();
  if (why !== null) console.warn(`skipped: batch systems: ${why}`);
}
