import { readFileSync, readdirSync, readlinkSync } from "node:fs";

interface Process {
  pid: number;
  parent: number;
  /** As /proc names it, at most 15 characters. */
  name: string;
}

/** All processes of this machine, from /proc (Linux). */
function processes(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const text = readFileSync(`/proc/${pid}/stat`, "utf8");
        const end = text.lastIndexOf(")");
        const parent = Number(text.slice(end + 2).split(" ")[1]);
        return [{ pid: Number(pid), parent, name: text.slice(text.indexOf("(") + 1, end) }];
      } catch (error) {
        if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
        throw error;
      }
    });
}

/** Processes below one, of a given name; those of other names end the walk. */
export function descendants(pid: number, name: string): number[] {
  const all = processes();
  const below = (parent: number): number[] =>
    all.filter((each) => each.parent === parent && each.name === name).flatMap((each) => [each.pid, ...below(each.pid)]);
  return below(pid);
}

/** Processes whose command line holds a text. */
export function processesWith(text: string): number[] {
  return processes()
    .map(({ pid }) => pid)
    .filter((pid) => commandLineOf(pid).includes(text));
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}

/** Processes that work in a folder, or below it. */
export function processesIn(folder: string): number[] {
  return processes()
    .map(({ pid }) => pid)
    .filter((pid) => `${folderOf(pid)}/`.startsWith(`${folder}/`));
}

function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}

/** Sends a signal; a process that has ended already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
