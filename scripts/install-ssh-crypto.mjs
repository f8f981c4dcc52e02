import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inRoot, textOf } from "./project.mjs";
import { runCommand } from "./run-command.mjs";

const stamp = ["node_modules", ".sqmpy-ssh-crypto"];
const addon = inRoot("node_modules", "ssh2", "lib", "protocol", "crypto", "build", "Release", "sshcrypto.node");

/**
 * ssh2 compiles its ciphers for the Node that npm runs on; Sqmpy runs on the one in node_modules. Built anew for that
 * one, files go twice as fast. Tried once: without a compiler Sqmpy works, slower.
 */
export async function installSshCrypto() {
  const wish = `${textOf("node_modules", "node", "package.json")?.match(/"version": "([^"]+)"/)?.[1]} ${textOf("node_modules", "ssh2", "package.json")?.match(/"version": "([^"]+)"/)?.[1]}`;
  const before = textOf(...stamp)?.split("\n") ?? [];
  if (before[0] === wish) return before[1] ?? "there already";

  const words = await tryToBuild();
  writeFileSync(inRoot(...stamp), `${wish}\n${words.startsWith("going on") ? words : "there already"}`);
  return words;
}

async function tryToBuild() {
  if (await loads()) return "there already";
  const missing = await missingTools();
  if (missing.length > 0) return `going on without, slower for big files (to mend it: install ${missing.join(", ")}, remove ${stamp.join("/")}, start again)`;

  const folder = mkdtempSync(path.join(tmpdir(), "sqmpy-headers-"));
  try {
    const headers = await findHeaders(folder);
    if (!headers) return "going on without, slower for big files (the headers of Node could not be had)";
    await runCommand("npm", ["rebuild", "ssh2"], { env: { npm_config_nodedir: headers } });
    return (await loads()) ? "built" : "going on without, slower for big files (it could not be compiled)";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function loads() {
  const { code } = await runCommand("node", ["-e", `require(${JSON.stringify(addon)})`]);
  return code === 0;
}

async function missingTools() {
  const tools = { make: ["make", "--version"], "a C++ compiler": [process.env.CXX ?? "c++", "--version"], python3: ["python3", "--version"] };
  const missing = [];
  for (const [name, [command, ...args]] of Object.entries(tools)) {
    if ((await runCommand(command, args)).code !== 0) missing.push(name);
  }
  return missing;
}

/** The folder above `include`, out of the npm package that Node itself came in. */
async function findHeaders(folder) {
  const nested = inRoot("node_modules", "node", "node_modules");
  const places = existsSync(nested) ? readdirSync(nested).map((name) => path.join(nested, name)) : [];
  const there = places.find((place) => existsSync(path.join(place, "include", "node", "node_api.h")));
  if (there) return there;

  const version = textOf("node_modules", "node", "package.json")?.match(/"version": "([^"]+)"/)?.[1];
  const prefix = process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  const name = `${prefix}-${process.platform}-${process.arch}`;
  const { code } = await runCommand("npm", ["install", "--prefix", folder, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", `${name}@${version}`]);
  const got = path.join(folder, "node_modules", name);
  return code === 0 && existsSync(path.join(got, "include", "node", "node_api.h")) ? got : null;
}
