import type { Queue, QueueOffers } from "../../domain/queue-offers";
import { readBytes, readSeconds } from "./read-values";

/** Each part may fail for itself: sites close some of them. */
export const offersCommand = `
export SGE_SINGLE_LINE=1
me=$(id -un)
part() { printf '== %s\\n' "$1"; shift; "$@" 2>/dev/null; }
queues=$(qconf -sq '*') || exit
part version qstat -help | head -n 3
printf '== queues\\n%s\\n' "$queues"
part mine qselect -U "$me"
part environments qconf -spl
part projects qconf -sprjl
part settings qconf -sconf
part person qconf -suser "$me"
gpu=$(qconf -sc 2>/dev/null | awk '$1 ~ /^n?gpus?$/ { print $1; exit }')
if [ -n "$gpu" ]; then part hosts qhost -q -F "$gpu"; else part hosts qhost -q; fi
printf '== accounting\\n'; command -v qacct
:
`.trim();

export function readOffers(text: string, now: Date): QueueOffers {
  const parts = new Map(text.split(/^== /m).map((part) => [part.split("\n", 1)[0] ?? "", part.slice(part.indexOf("\n") + 1)]));
  const part = (name: string) => parts.get(name) ?? "";
  const mine = namesIn(part("mine")).map((name) => name.split("@")[0]);
  const nodes = readHosts(part("hosts"));
  const limit = Number(field(part("settings"), "max_aj_tasks"));
  const project = field(part("person"), "default_project");
  return {
    scheduler: "sge",
    version: part("version").split("\n")[0]?.trim() || "unknown",
    checkedAt: now.toISOString(),
    queues: part("queues")
      .split(/^(?=qname\s)/m)
      .filter((block) => block.startsWith("qname"))
      .map((block) => readQueueConfig(block, nodes, mine.length > 0 ? mine : null)),
    accounts: namesIn(part("projects")),
    defaultAccount: isNone(project) ? null : project,
    qos: [],
    reservations: [],
    maxArraySize: limit > 0 ? limit : null,
    hasAccounting: part("accounting").trim() !== "",
  };
}

function namesIn(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "" && !/\s/.test(line));
}

function field(block: string, name: string): string {
  return new RegExp(`^${name}[ \\t]+(.*)$`, "m").exec(block)?.[1]?.trim() ?? "";
}

function isNone(text: string): boolean {
  return text === "" || /^(none|undefined)$/i.test(text);
}

/** queue_conf(5): `4,[node1=8],[@big=16]`. */
function values(text: string): string[] {
  return text.split(",").map((part) => /^\[.*=(.*)\]$/.exec(part)?.[1] ?? part);
}

interface QueueOnHost {
  queue: string;
  slots: number;
  memory: number | null;
  gpus: number | null;
  state: string;
}

function readQueueConfig(block: string, hosts: readonly QueueOnHost[], mine: readonly (string | undefined)[] | null): Queue {
  const name = field(block, "qname");
  const here = hosts.filter(({ queue }) => queue === name);
  const limits = values(field(block, "h_rt")).map((value) => (/infinity/i.test(value) ? Infinity : (readSeconds(value) ?? Infinity)));
  const walltime = Math.max(...limits);
  const closed = whyClosed(here, mine !== null && !mine.includes(name));
  const projects = field(block, "projects").split(/[\s,]+/);
  const environments = values(field(block, "pe_list")).flatMap((list) => list.split(/\s+/)).filter((pe) => !isNone(pe));
  return {
    name,
    isDefault: false,
    isOpen: closed === null,
    note: closed,
    maxWalltimeSeconds: Number.isFinite(walltime) ? walltime : null,
    defaultWalltimeSeconds: null,
    minNodes: null,
    maxNodes: null,
    nodes: here.length > 0 ? here.length : null,
    coresPerNode: most(here.map(({ slots }) => slots)),
    memoryPerNode: most(here.map(({ memory }) => memory)),
    gpusPerNode: most(here.map(({ gpus }) => gpus)),
    gpuTypes: [],
    features: [...new Set(environments)].map((pe) => `pe=${pe}`),
    accounts: projects.some(isNone) ? null : projects,
    qos: null,
  };
}

/** Letters of qstat(1): d disabled, E error, u unknown, s/S/C suspended, a/A overloaded (which passes). */
function whyClosed(here: readonly QueueOnHost[], isForbidden: boolean): string | null {
  if (isForbidden) return "You may not use it.";
  if (here.length === 0) return "No node serves it now.";
  const isShut = (state: string) => /[dEusSCc]/.test(state);
  if (!here.every(({ state }) => isShut(state))) return null;
  const all = here.map(({ state }) => state).join("");
  if (all.includes("d")) return "Its nodes are disabled.";
  return all.includes("u") || all.includes("E") ? "Its nodes are out of order." : "It is suspended.";
}

function most(list: readonly (number | null)[]): number | null {
  const numbers = list.filter((each) => each !== null);
  return numbers.length > 0 ? Math.max(...numbers) : null;
}

/** `qhost -q`: a line a host, below it an indented one for each of its queues; the columns are those that the head names. */
function readHosts(text: string): QueueOnHost[] {
  const [head = "", ...lines] = text.split("\n");
  const memoryColumn = head.trim().split(/\s+/).indexOf("MEMTOT");
  const found: QueueOnHost[] = [];
  let host = { memory: null as number | null, gpus: null as number | null, queues: [] as QueueOnHost[] };
  for (const line of lines) {
    const queue = /^\s+(\S+)\s+[A-Z]*[BIPC][A-Z]*\s+\d+\/(?:\d+\/)?(\d+)\s*(\S*)\s*$/.exec(line);
    const gpus = /:n?gpus?=(\d+)/.exec(line);
    if (queue) {
      const entry = { queue: queue[1] ?? "", slots: Number(queue[2]), state: queue[3] ?? "", memory: host.memory, gpus: host.gpus };
      host.queues.push(entry);
      found.push(entry);
    } else if (gpus) {
      host.gpus = Number(gpus[1]);
      for (const entry of host.queues) entry.gpus = host.gpus;
    } else if (/^\S/.test(line)) {
      host = { memory: readBytes(line.trim().split(/\s+/)[memoryColumn] ?? ""), gpus: null, queues: [] };
    }
  }
  return found;
}
