import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { inRoot, textOf } from "./project.mjs";
import { Stop } from "./progress.mjs";
import { lastLines, runCommand } from "./run-command.mjs";

const stamp = ["node_modules", ".sqmpy-installed"];

function wished() {
  const lock = textOf("package-lock.json");
  if (lock === null) throw new Stop("package-lock.json is missing: take a fresh copy of Sqmpy.");
  return createHash("sha256").update(lock).update(`${process.platform} ${process.arch}`).digest("hex");
}

/** Installs the packages of package-lock.json unless they are there. Answers how it went, in words. */
export async function installPackages(news = () => undefined) {
  const wish = wished();
  if (!existsSync(inRoot("node_modules", ".bin", "node"))) return install(wish, news);
  if (textOf(...stamp) === wish) return "there already";
  if (matchesLock()) {
    writeFileSync(inRoot(...stamp), wish);
    return "there already";
  }
  return install(wish, news);
}

async function install(wish, news) {
  news("needed once, a minute or two");
  const { code, output } = await runCommand("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (code !== 0) {
    throw new Stop(`npm could not install the packages:\n\n${lastLines(output)}\n\nCheck that this computer reaches the npm registry, then start again.`);
  }
  writeFileSync(inRoot(...stamp), wish);
  return "installed";
}

/** Whether somebody's own `npm ci` or `npm install` brought exactly what the lock file says. */
function matchesLock() {
  const here = JSON.parse(textOf("node_modules", ".package-lock.json") ?? "{}").packages ?? {};
  const lock = JSON.parse(textOf("package-lock.json") ?? "{}").packages ?? {};
  const names = Object.keys(lock).filter((name) => name !== "");
  return (
    Object.keys(here).every((name) => lock[name]?.version === here[name].version) &&
    names.every((name) => here[name] || lock[name].optional || lock[name].devOptional || lock[name].peer)
  );
}
