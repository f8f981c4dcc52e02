import { homedir, userInfo } from "node:os";
import { delimiter } from "node:path";

const kept = ["LANG", "LANGUAGE", "TZ", "TMPDIR", "XDG_RUNTIME_DIR", "MODULEPATH", "LOADEDMODULES", "MANPATH", "LD_LIBRARY_PATH", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

/** What a job on this computer sees: a login's variables, and none of Sqmpy's own, secrets among them. */
export function localEnvironment(all: Readonly<Record<string, string | undefined>> = process.env): NodeJS.ProcessEnv {
  const { username, shell } = userInfo();
  const path = (all.PATH ?? "/usr/local/bin:/usr/bin:/bin").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  const environment: Record<string, string> = {
    HOME: homedir(),
    USER: username,
    LOGNAME: username,
    SHELL: shell ?? "/bin/sh",
    PATH: path.join(delimiter),
  };
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && (kept.includes(name) || name.startsWith("LC_"))) environment[name] = value;
  }
  return environment as NodeJS.ProcessEnv;
}
