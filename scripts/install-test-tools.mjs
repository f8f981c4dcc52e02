import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findBrowser } from "./find-browser.mjs";
import { Stop } from "./progress.mjs";
import { lastLines, runCommand } from "./run-command.mjs";

// What the tests run against, the Debian package it comes in, and what is left out without it.
const tools = [
  { name: "sshd", package: "openssh-server", without: "a real sshd (the server that ssh2 carries stands in)" },
  { name: "ssh-keygen", package: "openssh-client", without: "a real sshd (the server that ssh2 carries stands in)" },
  { name: "ssh-agent", package: "openssh-client", without: "signing in by ssh-agent" },
  { name: "setsid", package: "util-linux", without: "jobs on hosts" },
  { name: "unshare", package: "util-linux", without: "hosts of their own" },
  { name: "ps", package: "procps", without: "process groups" },
  { name: "python3", package: "python3", without: "python jobs" },
  { name: "tcsh", package: "tcsh", without: "login shells of other kinds" },
  { name: "chromium", package: "chromium", without: "the browser tests", there: () => findBrowser() !== undefined },
  { name: "slurmctld", package: "slurm-wlm", without: "real Slurm", extra: true },
  { name: "slurmdbd", package: "slurmdbd", without: "real Slurm", extra: true },
  { name: "munged", package: "munge", without: "real Slurm", extra: true },
  { name: "mariadbd", package: "mariadb-server", without: "real Slurm with its accounting", extra: true },
  { name: "sge_qmaster", package: "gridengine-master", without: "real Grid Engine", extra: true },
  { name: "sge_execd", package: "gridengine-exec", without: "real Grid Engine", extra: true },
  { name: "qsub", package: "gridengine-client", without: "real Grid Engine", extra: true },
  { name: "ip", package: "iproute2", without: "real Grid Engine", extra: true },
  { name: "debootstrap", package: "debootstrap", without: "real HTCondor and a newer Slurm, from Debian 13's packages", extra: true },
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
  const install = (names) => withoutServices(() => runCommand("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...names], { env }));
  const needed = [...new Set(missing.filter(({ extra }) => !extra).map((tool) => tool.package))];
  if (needed.length > 0) {
    const { code, output } = await install(needed);
    if (code !== 0) throw new Stop(`apt-get could not install ${needed.join(", ")}:\n\n${lastLines(update.output, 5)}\n${lastLines(output, 20)}`);
  }

  // Batch systems come one by one: a distribution may lack one of them.
  const failed = new Set();
  for (const name of packages.filter((each) => !needed.includes(each))) if ((await install([name])).code !== 0) failed.add(name);
  const leftOut = missing.filter((tool) => failed.has(tool.package)).map((tool) => `${tool.without}: apt-get could not install ${tool.package}`);
  return { words: `installed ${packages.filter((name) => !failed.has(name)).join(", ")}`, leftOut };
}

/** The tests start what they need themselves: packages that bring a service must not start it on this machine. */
async function withoutServices(work) {
  const policy = "/usr/sbin/policy-rc.d";
  if (existsSync(policy)) return work();
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return await work();
  } finally {
    rmSync(policy, { force: true });
  }
}
