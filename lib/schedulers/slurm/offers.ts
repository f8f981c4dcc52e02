import type { Qos, Queue, QueueOffers } from "../../domain/queue-offers";
import type { RemoteCall } from "../scheduler";
import { readTimeLimit } from "./duration";
import { slurmError } from "./refusal";
import { type NodeGroup, readNodeGroups } from "./read-node-groups";

/** What a person may use: seven short questions in one command. Those about accounts go to the accounting, and may stay without answer. */
export function slurmOffers(now: Date): RemoteCall<QueueOffers> {
  const command = `
export SLURM_TIME_FORMAT=%s
unset SINFO_PARTITION SINFO_ALL
me=$(id -un)
config=$(scontrol show config) || exit 1
echo "#config"; printf '%s\\n' "$config" | grep -E '^(SLURM_VERSION|MaxArraySize|AccountingStorageType|ClusterName) '
cluster=$(printf '%s\\n' "$config" | sed -n 's/^ClusterName *= *//p')
echo "#groups"; id -Gn
echo "#partitions"; scontrol --oneliner show partition || exit 1
echo "#nodes"; sinfo --noheader --exact --format='%R|%c|%m|%D|%G|%f'
echo "#reservations"; scontrol --oneliner show reservation
echo "#accounts"; sacctmgr --noheader --parsable2 show associations user="$me" cluster="$cluster" format=Account,Partition,QOS,DefaultQOS </dev/null 2>/dev/null
echo "#default"; sacctmgr --noheader --parsable2 show user "$me" format=DefaultAccount </dev/null 2>/dev/null
echo "#qos"; sacctmgr --noheader --parsable2 show qos format=Name,MaxWall </dev/null 2>/dev/null
echo "#me"; printf '%s\\n' "$me"
`.trim();
  return {
    command,
    read: ({ exitCode, stdout, stderr }) => {
      if (exitCode !== 0) throw slurmError("Slurm does not tell what it offers", stderr || stdout);
      return readOffers(stdout, now);
    },
  };
}

export function readOffers(stdout: string, now: Date): QueueOffers {
  const parts = partsOf(stdout);
  const lines = (name: string) => parts.get(name) ?? [];
  const config = Object.fromEntries(lines("config").map((line) => line.split(/\s*=\s*/, 2) as [string, string]));
  const associations = lines("accounts").map((line) => line.split("|"));
  const accounts = unique(associations.map(([account = ""]) => account));
  const allowed = new Set(associations.flatMap(([, , qos = ""]) => qos.split(",")));
  const groups = readNodeGroups(lines("nodes"));
  const largest = Number(config.MaxArraySize);
  return {
    scheduler: "slurm",
    version: config.SLURM_VERSION ?? "",
    checkedAt: now.toISOString(),
    queues: lines("partitions").map((line) => queueOf(line, groups, (lines("groups")[0] ?? "").split(" "))),
    accounts,
    defaultAccount: lines("default")[0] || (accounts.length === 1 ? (accounts[0] ?? null) : null),
    qos: qosOf(lines("qos"), allowed),
    reservations: reservationsOf(lines("reservations"), lines("me")[0] ?? "", accounts),
    maxArraySize: largest > 0 ? largest - 1 : null,
    hasAccounting: config.AccountingStorageType?.endsWith("/slurmdbd") ?? false,
  };
}

function partsOf(stdout: string): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of stdout.split("\n")) {
    const name = /^#([a-z]+)$/.exec(line)?.[1];
    if (name !== undefined) parts.set(name, (current = []));
    else if (line.trim() !== "") current.push(line.trim());
  }
  return parts;
}

function queueOf(line: string, groups: ReadonlyMap<string, NodeGroup>, mine: readonly string[]): Queue {
  const field = (name: string) => new RegExp(`(?:^|\\s)${name}=(\\S*)`).exec(line)?.[1] ?? "";
  const number = (name: string) => (/^[1-9]\d*$/.test(field(name)) ? Number(field(name)) : null);
  const list = (name: string) => (["", "ALL", "(null)", "N/A"].includes(field(name)) ? null : field(name).split(","));
  const name = field("PartitionName");
  const group = groups.get(name);
  const note = noteOf(field("State"), field("RootOnly") === "YES", list("AllowGroups"), mine);
  return {
    name,
    isDefault: field("Default") === "YES",
    isOpen: note === null,
    note,
    maxWalltimeSeconds: readTimeLimit(field("MaxTime")),
    defaultWalltimeSeconds: readTimeLimit(field("DefaultTime")),
    minNodes: number("MinNodes"),
    maxNodes: number("MaxNodes"),
    nodes: number("TotalNodes"),
    coresPerNode: group?.cores ?? null,
    memoryPerNode: group?.memory ?? null,
    gpusPerNode: group?.gpus ?? null,
    gpuTypes: group?.gpuTypes ?? [],
    features: group?.features ?? [],
    accounts: list("AllowAccounts"),
    qos: list("AllowQos"),
  };
}

/** Why a partition is closed for this person; null: it is open. */
function noteOf(state: string, isForRoot: boolean, groups: readonly string[] | null, mine: readonly string[]): string | null {
  if (isForRoot) return "For administrators only.";
  if (groups && !groups.some((group) => mine.includes(group))) return `Only for members of ${groups.join(", ")}.`;
  if (state === "DOWN") return "Down: it takes jobs, but starts none.";
  if (state === "DRAIN") return "It takes no more jobs.";
  if (state === "INACTIVE") return "It takes and starts no jobs.";
  return null;
}

function qosOf(lines: readonly string[], allowed: ReadonlySet<string>): Qos[] {
  return lines
    .map((line) => line.split("|"))
    .filter(([name = ""]) => allowed.has(name))
    .map(([name = "", limit = ""]) => ({ name, maxWalltimeSeconds: readTimeLimit(limit) }));
}

/** Those that name this person or one of their accounts, or nobody. */
function reservationsOf(lines: readonly string[], me: string, accounts: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const field = (name: string) => new RegExp(`(?:^|\\s)${name}=(\\S*)`).exec(line)?.[1] ?? "";
    const list = (name: string) => (["", "(null)"].includes(field(name)) ? [] : field(name).split(","));
    const name = field("ReservationName");
    const isMine = list("Users").includes(me) || list("Accounts").some((account) => accounts.includes(account));
    const isForAll = list("Users").length + list("Accounts").length + list("Groups").length === 0 && !/MAINT/.test(field("Flags"));
    return name !== "" && (isMine || isForAll) ? [name] : [];
  });
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words.filter(Boolean))];
}
