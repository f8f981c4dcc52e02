/** One job, queue, node or server as `qstat -f` and `pbsnodes -a` print it. */
export interface Block {
  /** `12.server`, `12[3].server`, a queue's name. */
  id: string;
  /** By name, such as `resources_used.walltime`. */
  attributes: ReadonlyMap<string, string>;
}

/**
 * qstat(1B) of PBS Pro, OpenPBS and Torque: a head (`Job Id: 12.server`, `Queue: workq`), then `    name = value` lines; long values go
 * on in lines that begin with a tab (in copies of them, eight blanks). The first value of a name counts: an environment variable may hold
 * lines that look like attributes.
 */
export function readBlocks(text: string): Block[] {
  const blocks: { id: string; attributes: Map<string, string> }[] = [];
  let name: string | null = null;
  for (const line of text.split("\n")) {
    const id = /^(?:Job Id|Job|Queue|Server|Node):\s*(\S+)/.exec(line)?.[1];
    const attributes = blocks.at(-1)?.attributes;
    const attribute = /^ {1,5}([A-Za-z][\w.]*) = (.*)$/.exec(line);
    if (id !== undefined) {
      blocks.push({ id, attributes: new Map() });
      name = null;
    } else if (attribute && attributes) {
      name = attributes.has(attribute[1] ?? "") ? null : (attribute[1] ?? "");
      if (name !== null) attributes.set(name, attribute[2] ?? "");
    } else if (/^(\t| {8})/.test(line)) {
      if (name !== null && attributes) attributes.set(name, `${attributes.get(name) ?? ""}${line.replace(/^(\t| {8})/, "")}`);
    } else {
      name = null;
    }
  }
  return blocks;
}
