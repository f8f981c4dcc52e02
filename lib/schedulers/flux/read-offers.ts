import type { Queue, QueueOffers } from "../../domain/queue-offers";
import { readDuration } from "./duration";

/** Each part may fail for itself: older versions lack some. */
export const offersCommand = `
status=$(flux queue status) || exit
part() { printf '== %s\\n' "$1"; shift; "$@" 2>/dev/null; }
printf '== status\\n%s\\n' "$status"
part version flux version
part limits flux queue list -n -o '{queuem}|{defaults.timelimit!F}|{limits.timelimit!F}|{limits.min.nnodes}|{limits.max.nnodes}'
part resources flux resource list -n -s all -o '{queue}|{nnodes}|{ncores}|{ngpus}|{properties}'
:
`.trim();

export function readOffers(text: string, now: Date): QueueOffers {
  const parts = new Map(text.split(/^== /m).map((part) => [part.split("\n", 1)[0] ?? "", part.slice(part.indexOf("\n") + 1)]));
  const part = (name: string) => parts.get(name) ?? "";
  const kinds = part("resources").split("\n").map((line) => line.split("|"));
  return {
    scheduler: "flux",
    version: /\d+(\.\d+)+/.exec(part("version"))?.[0] ?? "unknown",
    checkedAt: now.toISOString(),
    queues: part("limits").split("\n").flatMap((line) => readQueue(line, part("status"), kinds)),
    accounts: [],
    defaultAccount: null,
    qos: [],
    reservations: [],
    maxArraySize: null,
    hasAccounting: true,
  };
}

/** `batch*|1h|8h|0|inf`: the star marks the default. An instance without named queues prints a line without a name. */
function readQueue(line: string, status: string, kinds: readonly string[][]): Queue[] {
  const [marked = "", standard = "", longest = "", least = "", most = ""] = line.split("|").map((part) => part.trim());
  const name = marked.replace(/\*$/, "");
  if (name === "") return [];
  const own = kinds.filter(([queues]) => (queues ?? "").split(",").map((queue) => queue.trim()).includes(name));
  const sum = (at: number) => own.reduce((total, kind) => total + (Number(kind[at]) || 0), 0);
  const each = (at: number) => own.map((kind) => (Number(kind[1]) > 0 ? Math.floor((Number(kind[at]) || 0) / Number(kind[1])) : 0));
  const note = whyClosed(name, status);
  return [
    {
      name,
      isDefault: marked.endsWith("*"),
      isOpen: note === null,
      note,
      maxWalltimeSeconds: readDuration(longest),
      defaultWalltimeSeconds: readDuration(standard),
      minNodes: Number(least) > 0 ? Number(least) : null,
      maxNodes: /^\d+$/.test(most) && Number(most) > 0 ? Number(most) : null,
      nodes: own.length > 0 ? sum(1) : null,
      coresPerNode: own.length > 0 ? Math.max(...each(2)) : null,
      memoryPerNode: null,
      gpusPerNode: own.length > 0 ? Math.max(...each(3)) : null,
      gpuTypes: [],
      features: [...new Set(own.flatMap((kind) => (kind[4] ?? "").split(",").map((word) => word.trim()).filter(Boolean)))],
      accounts: null,
      qos: null,
    },
  ];
}

/** `batch: Job submission is enabled`, `batch: Scheduling is stopped: maintenance`. */
function whyClosed(name: string, status: string): string | null {
  const lines = status.split("\n").filter((line) => line.startsWith(`${name}: `));
  if (lines.some((line) => /submission is disabled/i.test(line))) return "it takes no jobs now";
  return lines.some((line) => /scheduling is (stopped|disabled)/i.test(line)) ? "it starts no jobs now" : null;
}
