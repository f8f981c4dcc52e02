import { rmSync } from "node:fs";
import { processesIn, signal } from "./processes";

/** Removes jobs' folders of this machine, with what still runs in them. Only below `home`: seeded jobs name folders that never were. */
export function removeJobFolders(folders: readonly string[], home: string): void {
  for (const folder of folders) {
    if (!folder.startsWith(`${home}/`)) continue;
    for (const pid of processesIn(folder)) signal(pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}
