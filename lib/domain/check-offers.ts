import { memoryWords } from "./memory";
import { schedulerNames, type SchedulerKind } from "./scheduler-kind";
import type { Queue, QueueOffers } from "./queue-offers";
import { coresOnNode, nodeCount, processesOnNode, type Resources } from "./resources";
import { formatWalltime } from "./walltime";

export interface OfferProblem {
  field: "queue" | "account" | "qos" | "reservation" | "nodes" | "processes" | "coresPerProcess" | "gpusPerProcess" | "memoryPerNode" | "constraint" | "walltime" | "tasks";
  message: string;
}

/** Of a value that a batch system has no word for. */
export function unheardWords(scheduler: SchedulerKind): string {
  return `${schedulerNames[scheduler]} cannot be asked for this in one word. Leave it empty, or write a directive of your host's own.`;
}

/** The form's field that a problem belongs to. */
export function formFieldOf(field: OfferProblem["field"], { tasks, batchScript }: { tasks: { kind: "none" | "range" | "table" }; batchScript: string | null }): string {
  if (batchScript !== null && field !== "tasks") return "batchScript";
  if (field === "walltime") return field;
  return field === "tasks" ? `tasks.${tasks.kind === "none" ? "range" : tasks.kind}` : `resources.${field}`;
}

/** What the host would refuse, or leave in its queue for ever, with the limit named. Where it told no limit, nothing is refused. */
export function problemsWithOffers(offers: QueueOffers, resources: Resources, walltimeSeconds: number | null, taskCount: number): OfferProblem[] {
  const problems: OfferProblem[] = [];
  const add = (field: OfferProblem["field"], message: string) => void problems.push({ field, message });

  const queue = offers.queues.find(({ name, isDefault }) => (resources.queue === null ? isDefault : name === resources.queue));
  if (resources.queue !== null && !queue && offers.queues.length > 0) add("queue", `The host has no queue “${resources.queue}”. It has ${listed(offers.queues.map(({ name }) => name))}.`);
  if (queue && !queue.isOpen) add("queue", `The queue ${queue.name} takes no jobs now${queue.note ? `: ${queue.note}` : ""}.`);
  if (resources.account !== null && offers.accounts.length > 0 && !offers.accounts.includes(resources.account)) {
    add("account", `You may not use the account “${resources.account}” there. You may use ${listed(offers.accounts)}.`);
  }
  if (queue?.accounts && resources.account !== null && !queue.accounts.includes(resources.account)) {
    add("account", `The queue ${queue.name} is open to ${listed(queue.accounts)} only.`);
  }
  const qos = offers.qos.find(({ name }) => name === resources.qos);
  if (resources.qos !== null && offers.qos.length > 0 && !qos) add("qos", `You may not use the QOS “${resources.qos}”. You may use ${listed(offers.qos.map(({ name }) => name))}.`);

  const longest = [queue?.maxWalltimeSeconds ?? null, qos?.maxWalltimeSeconds ?? null].filter((limit) => limit !== null);
  const most = Math.min(...longest);
  if (walltimeSeconds !== null && walltimeSeconds > most) {
    add("walltime", `${queue?.name ?? "The host"} allows ${formatWalltime(most)} at most${elsewhere(offers, (other) => (other.maxWalltimeSeconds ?? Infinity) >= walltimeSeconds, queue)}.`);
  }
  if (queue) addSizeProblems(queue, offers, resources, add);
  if (offers.maxArraySize !== null && taskCount > offers.maxArraySize) add("tasks", `The host allows ${offers.maxArraySize.toLocaleString("en")} tasks in one job.`);
  return problems;
}

function addSizeProblems(queue: Queue, offers: QueueOffers, resources: Resources, add: (field: OfferProblem["field"], message: string) => void): void {
  const nodes = nodeCount(resources);
  const cores = coresOnNode(resources);
  const gpus = processesOnNode(resources) * (resources.gpusPerProcess ?? 0);
  const mostNodes = Math.min(queue.maxNodes ?? Infinity, queue.nodes ?? Infinity);
  if (nodes > mostNodes) add("nodes", `The queue ${queue.name} gives ${mostNodes} ${mostNodes === 1 ? "node" : "nodes"} at most${elsewhere(offers, (other) => Math.min(other.maxNodes ?? Infinity, other.nodes ?? Infinity) >= nodes, queue)}.`);
  if (queue.minNodes !== null && nodes < queue.minNodes) add("nodes", `The queue ${queue.name} wants ${queue.minNodes} nodes at least.`);
  if (queue.coresPerNode !== null && cores > queue.coresPerNode) {
    const field = (resources.coresPerProcess ?? 1) > queue.coresPerNode ? "coresPerProcess" : "processes";
    add(field, `That is ${cores} cores on each node; the nodes of ${queue.name} have ${queue.coresPerNode}${elsewhere(offers, (other) => (other.coresPerNode ?? 0) >= cores, queue)}.`);
  }
  if (queue.memoryPerNode !== null && resources.memoryPerNode !== null && resources.memoryPerNode > queue.memoryPerNode) {
    const wanted = resources.memoryPerNode;
    add("memoryPerNode", `The nodes of ${queue.name} have ${memoryWords(queue.memoryPerNode)} at most${elsewhere(offers, (other) => (other.memoryPerNode ?? 0) >= wanted, queue)}.`);
  }
  if (queue.gpusPerNode !== null && gpus > queue.gpusPerNode) {
    add("gpusPerProcess", `That is ${gpus} GPUs on each node; the nodes of ${queue.name} have ${queue.gpusPerNode === 0 ? "none" : queue.gpusPerNode}${elsewhere(offers, (other) => (other.gpusPerNode ?? 0) >= gpus, queue)}.`);
  }
  if (resources.constraint !== null && /^[\w.-]+$/.test(resources.constraint) && queue.features.length > 0 && !queue.features.includes(resources.constraint)) {
    add("constraint", `No node of ${queue.name} has the feature “${resources.constraint}”. There are ${listed(queue.features)}.`);
  }
}

/** Names a queue that would do, if there is one. */
function elsewhere(offers: QueueOffers, fits: (queue: Queue) => boolean, not: Queue | undefined): string {
  const others = offers.queues.filter((queue) => queue !== not && queue.isOpen && fits(queue)).map(({ name }) => name);
  return others.length > 0 ? `; ${listed(others.slice(0, 3))} would do` : "";
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : (shown[0] ?? "none");
}
