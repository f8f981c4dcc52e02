const resourceWords: Record<string, string> = {
  ncpus: "cores",
  mem: "memory",
  vmem: "memory",
  ngpus: "GPUs",
  nodect: "nodes",
  nodes: "nodes",
  walltime: "time",
  host: "that node",
  vnode: "that node",
};

/** The scheduler's comment on a job that waits, in words; OpenPBS's and PBS Pro's own, and those of Torque's pbs_sched, Maui and Moab. */
export function commentWords(comment: string): string {
  const text = comment.replace(/^(Not Running|Can Never Run|Not Running now):\s*/i, "").trim();
  if (/^Can Never Run/i.test(comment)) return `It can never start (${text.slice(0, 300)}). Cancel it, and ask for less or for another queue.`;
  return known(text) ?? `${text.slice(0, 300)}${/[.!]$/.test(text) ? "" : "."}`;
}

function known(text: string): string | null {
  const short = /Insufficient amount of (?:queue |server )?resource:?\s*(\S+)(?:.*?\(R: (\S+) A: (\S+)(?: T: (\S+))?\))?/i.exec(text);
  if (short) return insufficient(short);
  const limit = /would exceed (user|group|project|overall|entity)?.*limit on resource (\S+)/i.exec(text);
  if (limit) return `You, your group or your project have as many ${wordsOf(limit[2] ?? "")} in use as you may. It waits until some of your jobs have ended.`;
  if (/(limit|per-user limit|running limit).*reached|reached .*limit|running subjobs limit/i.test(text)) return "You, your group or its queue have as many active jobs as may be. It waits until some have ended.";
  if (/Not enough (free|total) nodes|No available resources on nodes|not enough of the right type of nodes/i.test(text)) return "Waits until enough nodes are free.";
  if (/requesting an exclusive node and node is in use|Nodes? busy/i.test(text)) return "Waits until a whole node is free.";
  if (/Node is in an ineligible state/i.test(text)) return "The nodes that it could use are out of order or closed. It waits until they are back.";
  if (/conflict with reservation or top job/i.test(text)) return "The nodes are planned for a reservation or for a job before it.";
  if (/strict(ly)? (sorted )?order|backfill/i.test(text)) return "Waits for its turn: jobs before it come first.";
  if (/queue .*not started|queue not running|queue is (stopped|not started)/i.test(text)) return "Its queue starts no jobs now.";
  if (/(non-)?prime ?time|dedicated time/i.test(text)) return "Its queue starts jobs at other hours only, or a maintenance is planned.";
  if (/too few free resources|placement set/i.test(text)) return "Waits until enough nodes that are close to each other are free.";
  return null;
}

function insufficient([, name = "", asked, free, total]: RegExpExecArray): string {
  const resource = wordsOf(name);
  const figures = asked !== undefined && free !== undefined ? ` (asked ${asked}, free ${free}${total === undefined ? "" : `, in all ${total}`})` : "";
  return `Waits until enough ${resource} are free${figures}.`.replace("memory are", "memory is").replace("enough that node are", "that node is");
}

function wordsOf(resource: string): string {
  const name = resource.replace(/[,;:)]+$/, "");
  return resourceWords[name] ?? `of the resource ${name}`;
}
