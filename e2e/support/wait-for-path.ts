import { existsSync } from "node:fs";

/** Waits until a file, folder or socket is there. */
export async function waitForPath(path: string, seconds = 20): Promise<void> {
  for (const end = performance.now() + seconds * 1_000; !existsSync(path); ) {
    if (performance.now() > end) throw new Error(`${path} did not appear within ${seconds} s.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
