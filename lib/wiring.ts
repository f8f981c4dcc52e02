import type { Services } from "./runner/services";
import type { Desk } from "./store/desk";

/** Everything, once a process: Next bundles each route apart, so what must be one lives on globalThis. */
export interface Sqmpy {
  desk: Desk;
  services: Services;
  dataDir: string;
  close(): Promise<void>;
}

declare global {
  var sqmpyInstance: Sqmpy | undefined;
}

export function sqmpy(): Sqmpy {
  if (!globalThis.sqmpyInstance) throw new Error("Sqmpy is not wired yet.");
  return globalThis.sqmpyInstance;
}
