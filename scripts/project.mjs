import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

export const inRoot = (...parts) => path.join(root, ...parts);

/** What our own commands run in: Node 24 and the tools of node_modules first, nothing sent home, nothing fetched but packages. */
export function projectEnvironment(extra = {}) {
  return {
    ...process.env,
    PATH: `${inRoot("node_modules", ".bin")}${path.delimiter}${process.env.PATH}`,
    NEXT_TELEMETRY_DISABLED: "1",
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1",
    ...extra,
  };
}

/** The text of a file in the project, or null when there is none. */
export function textOf(...parts) {
  const file = inRoot(...parts);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

export function refuseOldNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 20) return;
  console.error(`Sqmpy needs Node 20 or newer to begin; this is ${process.versions.node}. See https://nodejs.org or your system's packages.`);
  process.exit(1);
}
