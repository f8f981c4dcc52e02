/**
 * `qstat -l` of Cobalt: `JobID: 12`, then `    Name  : value` lines of the columns asked for, and an empty line; see print_vertical in its Util.py.
 * Names are in small letters.
 */
export function readVertical(text: string): Map<string, string>[] {
  const found: Map<string, string>[] = [];
  for (const line of text.split("\n")) {
    const head = /^([A-Za-z_]+): (.*)$/.exec(line);
    const pair = /^\s+([A-Za-z_]+)\s*: (.*)$/.exec(line);
    if (head) found.push(new Map([[(head[1] ?? "").toLowerCase(), (head[2] ?? "").trim()]]));
    else if (pair) found.at(-1)?.set((pair[1] ?? "").toLowerCase(), (pair[2] ?? "").trim());
  }
  return found;
}
