import type { Queue, QueueOffers } from "../../domain/queue-offers";
import type { BatchKind } from "../../domain/scheduler-kind";
import { readClockWords } from "../clock-words";
import { readBlocks, type Block } from "./read-blocks";

/**
 * Nodes are counted by kind on the host, so that the answer stays short: a line `<count> <tab> state, cores, memory in kb,
 * gpus, queue, features` each, from the attributes that `pbsnodes -a` of PBS and of Torque prints.
 */
const nodesFilter = `
function out() {
  if (name != "") print (up ? "up" : "down") "\\t" cores "\\t" int(memory / 262144) * 262144 "\\t" gpus "\\t" queue "\\t" features
  name = ""; up = 1; cores = ""; memory = 0; gpus = ""; queue = ""; features = ""
}
/^[^ \\t]/ { out(); name = $1; next }
$2 != "=" { next }
$1 == "state" { up = $0 !~ /down|offline|unknown|stale|maintenance|provisioning/ }
$1 == "np" || $1 == "resources_available.ncpus" { cores = $3 }
$1 == "gpus" || $1 == "resources_available.ngpus" { gpus = $3 }
$1 == "resources_available.mem" { memory = $3; if ($3 ~ /gb$/) memory *= 1048576; if ($3 ~ /mb$/) memory *= 1024 }
$1 == "status" && match($0, /physmem=[0-9]+/) { memory = substr($0, RSTART + 8, RLENGTH - 8) }
$1 == "queue" { queue = $3 }
$1 == "properties" { features = features " " $3 }
$1 ~ /^resources_available\\./ && $1 !~ /\\.(ncpus|ngpus|mem|vmem|arch|host|vnode|hpmem|accelerator_memory|naccelerators|hbmem|netwins|scratch.*|tmp.*)$/ {
  value = $3; gsub(/\\t/, " ", value); features = features " " substr($1, 21) "=" value
}
END { out() }
`.trim();

export const offersCommand = `
queues=$(qstat -Q -f) || exit
part() { printf '== %s\\n' "$1"; shift; "$@" 2>/dev/null; }
printf '== queues\\n%s\\n' "$queues"
part server qstat -B -f
part me id -un
part groups id -Gn
printf '== nodes\\n'
pbsnodes -a 2>/dev/null | awk '${nodesFilter}' | sort | uniq -c
part reservations pbs_rstat -B
:
`.trim();

/** `part` names of the answer to `offersCommand`. */
export function readOffers(kind: BatchKind, text: string, now: Date): QueueOffers {
  const parts = new Map(text.split(/^== /m).map((part) => [part.split("\n", 1)[0] ?? "", part.slice(part.indexOf("\n") + 1)]));
  const part = (name: string) => parts.get(name) ?? "";
  const server = readBlocks(part("server"))[0]?.attributes ?? new Map<string, string>();
  const nodes = part("nodes").split("\n").flatMap(readNodeLine);
  const person = { name: part("me").trim(), groups: part("groups").trim().split(/\s+/) };
  const arraySize = Number(server.get("max_array_size") ?? server.get("max_job_array_size"));
  return {
    scheduler: kind,
    version: server.get("pbs_version")?.trim() || "unknown",
    checkedAt: now.toISOString(),
    queues: readBlocks(part("queues")).map((queue) => readQueue(queue, server.get("default_queue") ?? null, nodes, person)),
    accounts: [],
    defaultAccount: null,
    qos: [],
    reservations: [...part("reservations").matchAll(/^(?:Name|Resv ID):\s*([^.\s]+)/gm)].map(([, name = ""]) => name),
    maxArraySize: arraySize > 0 ? arraySize : null,
    hasAccounting: isTrue(server.get("job_history_enable")) || Number(server.get("keep_completed") ?? 0) > 0,
  };
}

interface NodeKind {
  count: number;
  isUp: boolean;
  cores: number | null;
  memory: number | null;
  gpus: number;
  queue: string;
  features: string[];
}

function readNodeLine(line: string): NodeKind[] {
  const match = /^\s*(\d+) (up|down)\t(\d*)\t(\d+)\t(\d*)\t([^\t]*)\t(.*)$/.exec(line);
  if (!match) return [];
  const [, count, state, cores, memory, gpus, queue = "", features = ""] = match;
  return [
    {
      count: Number(count),
      isUp: state === "up",
      cores: Number(cores) || null,
      memory: Number(memory) * 1024 || null,
      gpus: Number(gpus),
      queue,
      features: features.trim().split(/\s+/).flatMap(separate).filter(Boolean),
    },
  ];
}

/** `batch,gpu` are two; `Qlist=a,b` is `Qlist=a` and `Qlist=b`. */
function separate(feature: string): string[] {
  const [name, list] = feature.includes("=") ? feature.split("=", 2) : ["", feature];
  return (list ?? "").split(",").map((value) => (name ? `${name}=${value}` : value));
}

function isTrue(text: string | undefined): boolean {
  return /^(true|t|1|y)/i.test(text?.trim() ?? "");
}

function readQueue({ id, attributes }: Block, defaultQueue: string | null, all: readonly NodeKind[], person: { name: string; groups: string[] }): Queue {
  const value = (name: string) => attributes.get(name)?.trim() ?? null;
  const number = (name: string) => Number(/^\d+/.exec(value(name) ?? "")?.[0] ?? 0) || null;
  const nodes = nodesOfQueue(id, attributes, all);
  const most = (numbers: (number | null)[]) => (numbers.some((each) => each !== null) ? Math.max(...numbers.filter((each) => each !== null)) : null);
  const note = whyClosed(attributes, person);
  const features = [...new Set(nodes.flatMap((node) => node.features))].filter((feature) => !/^(vntype|Qlist)=/.test(feature));
  return {
    name: id,
    isDefault: id === defaultQueue,
    isOpen: note === null,
    note,
    maxWalltimeSeconds: readClockWords(value("resources_max.walltime") ?? ""),
    defaultWalltimeSeconds: readClockWords(value("resources_default.walltime") ?? ""),
    minNodes: number("resources_min.nodect"),
    maxNodes: number("resources_max.nodect") ?? number("resources_max.nodes"),
    nodes: nodes.length > 0 ? nodes.reduce((sum, { count }) => sum + count, 0) : null,
    coresPerNode: most(nodes.map(({ cores }) => cores)),
    memoryPerNode: most(nodes.map(({ memory }) => memory)),
    gpusPerNode: nodes.length > 0 ? most(nodes.map(({ gpus }) => gpus)) : null,
    gpuTypes: features.flatMap((feature) => /^(?:gpu_?(?:type|model)|accelerator_model)=(.+)$/i.exec(feature)?.[1] ?? []),
    features,
    accounts: null,
    qos: null,
  };
}

/** A queue's jobs go to nodes bound to it, to those that its default chunk asks for (PBS) or to those with its feature (Torque), or to any free one. */
function nodesOfQueue(name: string, attributes: Block["attributes"], all: readonly NodeKind[]): NodeKind[] {
  if (!/^e/i.test(attributes.get("queue_type") ?? "e")) return [];
  const bound = all.filter(({ queue }) => queue === name);
  if (bound.length > 0) return bound;
  const asked = [...attributes].flatMap(([key, value]) => {
    const resource = /^default_chunk\.(\w+)$/.exec(key)?.[1];
    return resource === undefined || /^(ncpus|mem|ngpus|mpiprocs|ompthreads|vmem|nodect)$/.test(resource) ? [] : [`${resource}=${value.trim()}`];
  });
  const needed = attributes.get("resources_default.neednodes")?.trim();
  if (needed !== undefined && /^[A-Za-z][\w.-]*$/.test(needed)) asked.push(needed);
  return all.filter((node) => node.queue === "" && asked.every((feature) => node.features.includes(feature)));
}

function whyClosed(attributes: Block["attributes"], person: { name: string; groups: string[] }): string | null {
  const value = (name: string) => attributes.get(name);
  if (!isTrue(value("enabled"))) return "it takes no jobs now";
  if (isTrue(value("from_route_only"))) return "it is reached through another queue only";
  if (isTrue(value("acl_user_enable")) && !isListed(value("acl_users"), [person.name])) return "you may not use it";
  if (isTrue(value("acl_group_enable")) && !isListed(value("acl_groups"), person.groups)) return "you may not use it";
  if (!isTrue(value("started")) && /^e/i.test(value("queue_type") ?? "e")) return "it starts no jobs now";
  return null;
}

/** `alice@*,+bob,-carol`. */
function isListed(list: string | undefined, names: readonly string[]): boolean {
  const entries = (list ?? "").split(",").map((entry) => entry.trim().replace(/@.*$/, ""));
  if (names.some((name) => entries.includes(`-${name}`))) return false;
  return names.some((name) => entries.includes(name) || entries.includes(`+${name}`)) || entries.includes("*");
}
