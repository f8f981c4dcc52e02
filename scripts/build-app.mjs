import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot, textOf } from "./project.mjs";
import { Stop } from "./progress.mjs";
import { lastLines, runCommand } from "./run-command.mjs";

const stamp = [".next", "sqmpy-build"];
const folders = ["app", "components", "drizzle", "inngest", "lib", "public"];
const files = ["instrumentation.ts", "next.config.ts", "package-lock.json", "postcss.config.mjs", "tsconfig.json"];
const beside = /(\.(test|contract)\.tsx?$)|(^|\/)(testing|fixtures|conformance|migrations)(\/|$)/;

/** SHA-256 over all that goes into the build. */
function sourceStamp() {
  const hash = createHash("sha256");
  const found = folders
    .filter((folder) => existsSync(inRoot(folder)))
    .flatMap((folder) => readdirSync(inRoot(folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(inRoot(), path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter((name) => !beside.test(name));

  for (const name of [...found, ...files.filter((file) => existsSync(inRoot(file)))].sort()) {
    hash.update(`${name}\0`).update(readFileSync(inRoot(name))).update("\0");
  }
  return hash.digest("hex");
}

/** Builds unless the build is of these very sources. Answers how it went, in words. */
export async function buildIfNeeded(news = () => undefined) {
  const wish = sourceStamp();
  if (textOf(...stamp) === wish && existsSync(inRoot(".next", "BUILD_ID"))) return "built already";
  news("needed after each change, a minute or less");
  return buildApp(wish);
}

export async function buildApp(wish = sourceStamp()) {
  const { code, output } = await runCommand("next", ["build"], {
    env: { NODE_ENV: "production", NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionsKey() },
    log: inRoot(".next", "cache", "sqmpy-build.log"),
  });
  if (code !== 0) throw new Stop(`The app could not be built:\n\n${lastLines(output)}`);
  writeFileSync(inRoot(...stamp), wish);
  return "built";
}

/** Kept over builds, so that forms on pages opened before a new build still work. */
function actionsKey() {
  const file = inRoot(".next", "cache", "sqmpy-actions-key");
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32).toString("base64"), { mode: 0o600 });
  }
  return readFileSync(file, "utf8");
}
