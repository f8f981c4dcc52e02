import type { Queue, QueueOffers } from "../../domain/queue-offers";
import { readSizeWords } from "../size-words";

/** Each part may fail for itself: sites close some of them. */
export const offersCommand = `
export LSB_NTRIES=2
queues=$(bqueues -l) || exit
part() { printf '== %s\\n' "$1"; shift; "$@" 2>/dev/null; }
printf '== queues\\n%s\\n' "$queues"
part version lsid
part mine bqueues -w -u "$(id -un)"
part settings bparams -a
part hosts lshosts -w
part gpus bhosts -gpu
part reservations brsvs
printf '== history\\n'; command -v bhist
:
`.trim();

export function readOffers(text: string, now: Date): QueueOffers {
  const parts = new Map(text.split(/^== /m).map((part) => [part.split("\n", 1)[0] ?? "", part.slice(part.indexOf("\n") + 1)]));
  const part = (name: string) => parts.get(name) ?? "";
  const hosts = readHosts(part("hosts"), part("gpus"));
  const mine = new Set(firstWords(part("mine")));
  const defaults = /Default Queues?:\s*(.*)/i.exec(part("settings"))?.[1]?.split(/\s+/) ?? /DEFAULT_QUEUE\s*=\s*(.*)/.exec(part("settings"))?.[1]?.trim().split(/\s+/) ?? [];
  const arraySize = Number(/MAX_JOB_ARRAY_SIZE\s*=\s*(\d+)/.exec(part("settings"))?.[1] ?? 0);
  return {
    scheduler: "lsf",
    version: /\d+(\.\d+)+/.exec(part("version"))?.[0] ?? "unknown",
    checkedAt: now.toISOString(),
    queues: part("queues")
      .split(/^(?=QUEUE: )/m)
      .filter((block) => block.startsWith("QUEUE: "))
      .map((block) => readQueue(block, hosts, mine.size > 0 ? mine : null, defaults[0] ?? null)),
    accounts: [],
    defaultAccount: null,
    qos: [],
    reservations: firstWords(part("reservations")),
    maxArraySize: arraySize > 0 ? arraySize : null,
    hasAccounting: part("history").trim() !== "",
  };
}

/** The first column, without its head. */
function firstWords(table: string): string[] {
  return table.split("\n").slice(1).filter((line) => /^\S/.test(line)).map((line) => line.split(/\s+/)[0] ?? "");
}

interface HostKind {
  name: string;
  cores: number | null;
  memory: number | null;
  features: string[];
  gpus: number;
  models: string[];
}

/** `lshosts -w`: HOST_NAME type model cpuf ncpus maxmem maxswp server RESOURCES; `bhosts -gpu`: a line a GPU, those after the first without the host. */
function readHosts(hosts: string, gpuTable: string): HostKind[] {
  const gpus = new Map<string, string[]>();
  let host = "";
  for (const line of gpuTable.split("\n").slice(1)) {
    const words = line.trim().split(/\s+/);
    if (/^\S/.test(line)) host = words.shift() ?? "";
    if (/^\d+$/.test(words[0] ?? "")) gpus.set(host, [...(gpus.get(host) ?? []), words[1] ?? ""]);
  }
  return hosts.split("\n").slice(1).flatMap((line) => {
    const match = /^(\S+)\s+\S+\s+\S+\s+\S+\s+(\d+|-)\s+(\S+)\s+\S+\s+Yes\s+\((.*)\)/.exec(line);
    if (!match) return [];
    const [, name = "", cores, memory = "", resources = ""] = match;
    const own = gpus.get(name) ?? [];
    return [{ name, cores: Number(cores) || null, memory: readSizeWords(memory), features: resources.split(/\s+/).filter((word) => /^[A-Za-z][\w.-]*$/.test(word)), gpus: own.length, models: own }];
  });
}

function readQueue(block: string, all: readonly HostKind[], mine: ReadonlySet<string> | null, defaultQueue: string | null): Queue {
  const name = /^QUEUE: (\S+)/.exec(block)?.[1] ?? "";
  const hosts = hostsOf(block, all);
  const most = (numbers: (number | null)[]) => (numbers.some((each) => each !== null) ? Math.max(...numbers.filter((each) => each !== null)) : null);
  const [, defaults = "", limits = ""] = /DEFAULT LIMITS:([\s\S]*?)(?=MAXIMUM LIMITS:|$)(?:MAXIMUM LIMITS:([\s\S]*))?/.exec(block) ?? ["", "", /DEFAULT LIMITS:/.test(block) ? "" : block];
  const note = whyClosed(block, mine !== null && !mine.has(name));
  return {
    name,
    isDefault: name === defaultQueue || /This is the default queue/i.test(block),
    isOpen: note === null,
    note,
    maxWalltimeSeconds: runLimit(limits),
    defaultWalltimeSeconds: runLimit(defaults),
    minNodes: null,
    maxNodes: null,
    nodes: hosts ? hosts.length : null,
    coresPerNode: hosts ? most(hosts.map(({ cores }) => cores)) : null,
    memoryPerNode: hosts ? most(hosts.map(({ memory }) => memory)) : null,
    gpusPerNode: hosts && hosts.length > 0 ? most(hosts.map(({ gpus }) => gpus)) : null,
    gpuTypes: hosts ? [...new Set(hosts.flatMap(({ models }) => models))] : [],
    features: hosts ? [...new Set(hosts.flatMap(({ features }) => features))] : [],
    accounts: null,
    qos: null,
  };
}

/** null where it names groups of hosts, whose members are not asked for. */
function hostsOf(block: string, all: readonly HostKind[]): HostKind[] | null {
  const told = /^HOSTS:\s*(.*)$/m.exec(block)?.[1]?.trim() ?? "all";
  if (/^all\b/.test(told) || told === "") return all.length > 0 ? [...all] : null;
  const names = told.split(/\s+/).map((word) => word.replace(/\+\d*$/, ""));
  const found = all.filter(({ name }) => names.includes(name));
  return found.length === names.length ? found : null;
}

/** The value stands below its name; times are told in minutes of a host. */
function runLimit(section: string): number | null {
  const match = /^(.*\bRUNLIMIT\b.*)\n(.*)$/m.exec(section);
  if (!match) return null;
  const isAfterCpu = (match[1] ?? "").split(/\s+/).indexOf("CPULIMIT") >= 0 && (match[1] ?? "").indexOf("CPULIMIT") < (match[1] ?? "").indexOf("RUNLIMIT");
  const times = [...(match[2] ?? "").matchAll(/([\d.]+) min/g)].map(([, minutes]) => Number(minutes));
  const minutes = times[isAfterCpu ? 1 : 0];
  return minutes === undefined ? null : Math.round(minutes * 60);
}

function whyClosed(block: string, isForbidden: boolean): string | null {
  const status = /\b(Open|Closed):(Active|Inact(?:_\w+)?|Inactive)/i.exec(block);
  if (isForbidden) return "you may not use it";
  if (/closed/i.test(status?.[1] ?? "")) return "it takes no jobs now";
  return /inact/i.test(status?.[2] ?? "") ? "it starts no jobs now" : null;
}
