import { existsSync } from "node:fs";
import path from "node:path";
import { findBrowser } from "./find-browser.mjs";
import { Stop } from "./progress.mjs";
import { lastLines, runCommand } from "./run-command.mjs";

// What the tests run against, the Debian package it comes in, and what is left out without it.
const tools = [
  { name: "sshd", package: "openssh-server", without: "everything over SSH" },
  { name: "ssh-keygen", package: "openssh-client", without: "everything over SSH" },
  { name: "ssh-agent", package: "openssh-client", without: "signing in by ssh-agent" },
  { name: "setsid", package: "util-linux", without: "jobs on hosts" },
  { name: "unshare", package: "util-linux", without: "hosts of their own" },
  { name: "ps", package: "procps", without: "process groups" },
  { name: "python3", package: "python3", without: "python jobs" },
  { name: "tcsh", package: "tcsh", without: "login shells of other kinds" },
  { name: "chromium", package: "chromium", without: "the browser tests", there: () => findBrowser() !== undefined },
];

const places = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/local/sbin", "/usr/sbin", "/sbin"];
const isThere = (name) => places.some((place) => existsSync(path.join(place, name)));

function missingTools() {
  return tools.filter((tool) => !(tool.there?.() ?? isThere(tool.name)));
}

/** Brings what is missing where that is possible: as root, from Debian's packages. Answers what is left out and why. */
export async function installTestTools(onNews = () => undefined) {
  const missing = missingTools();
  if (missing.length === 0) return { words: "there already", leftOut: [] };

  const packages = [...new Set(missing.map((tool) => tool.package))];
  if (!isThere("apt-get") || process.getuid?.() !== 0) {
    const why = isThere("apt-get") ? `not root: sudo apt-get install ${packages.join(" ")}` : `install ${packages.join(", ")}`;
    return { words: `without ${missing.map(({ name }) => name).join(", ")} (${why})`, leftOut: missing.map(({ name, without }) => `${without}: no ${name}; ${why}`) };
  }

  onNews(packages.join(" "));
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const update = await runCommand("apt-get", ["update", "-q"], { env });
  const install = await runCommand("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], { env });
  if (install.code !== 0) throw new Stop(`apt-get could not install ${packages.join(", ")}:\n\n${lastLines(update.output, 5)}\n${lastLines(install.output, 20)}`);
  return { words: `installed ${packages.join(", ")}`, leftOut: [] };
}
