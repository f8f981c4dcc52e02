import type { Queue, QueueOffers } from "@/lib/domain/queue-offers";
import { schedulerNames } from "@/lib/domain/scheduler-kind";
import { formatWalltime } from "@/lib/domain/walltime";
import { OffersRefresh, type RefreshOffers } from "./offers-refresh";
import { gpuWords, memoryShort, mostNodes } from "./queue-words";
import { Badge } from "./ui/badge";
import { Card } from "./ui/card";
import { Fact } from "./ui/fact";
import { LocalTime } from "./ui/local-time";

interface HostOffersProps {
  hostId: string;
  /** `Slurm`. */
  scheduler: string;
  offers: QueueOffers | null;
  refreshOffers: RefreshOffers;
}

/** What a host's batch system offers: queues with their limits, accounts, QOS. */
export function HostOffers({ hostId, scheduler, offers, refreshOffers }: HostOffersProps) {
  const actions = <OffersRefresh hostId={hostId} refreshOffers={refreshOffers} />;
  if (!offers) {
    return (
      <Card title="Batch system" description={`${scheduler}, not asked yet what it offers`} actions={actions}>
        <p className="text-sm text-ink-soft">When it has answered, the form for a new job offers its queues, and refuses what they would refuse.</p>
      </Card>
    );
  }

  return (
    <Card
      flush
      title="Batch system"
      description={
        <>
          {schedulerNames[offers.scheduler]} {offers.version}, as it answered <LocalTime at={offers.checkedAt} mode="relative" />
        </>
      }
      actions={actions}
    >
      {offers.queues.length === 0 ? <p className="px-4 py-4 text-sm text-ink-faint sm:px-5">It names no queues.</p> : <QueueTable queues={offers.queues} />}
      <OtherOffers offers={offers} />
    </Card>
  );
}

function QueueTable({ queues }: { queues: readonly Queue[] }) {
  return (
    <>
      <div tabIndex={0} role="region" aria-label="Queues" className="hidden overflow-x-auto outline-offset-[-2px] sm:block">
        <table className="w-full text-sm">
          <thead>
            <tr className="border-b border-line text-left text-[0.8125rem] text-ink-faint [&>th]:px-3 [&>th]:py-2 [&>th]:font-medium [&>th:first-child]:pl-5">
              <th scope="col">Queue</th>
              <th scope="col">Walltime</th>
              <th scope="col">Nodes</th>
              <th scope="col">On each node</th>
              <th scope="col">Features</th>
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <tr key={queue.name} className="border-b border-line align-top last:border-0 [&>td]:px-3 [&>td]:py-2.5 [&>td:first-child]:pl-5">
                <td>
                  <QueueName queue={queue} />
                </td>
                <td className="text-ink-soft">{walltimeWords(queue)}</td>
                <td className="text-ink-soft">{nodeWords(queue)}</td>
                <td className="text-ink-soft">{onNode(queue)}</td>
                <td className="max-w-48 text-[0.8125rem] text-ink-soft wrap-anywhere">{queue.features.join(", ") || "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul aria-label="Queues" className="divide-y divide-line sm:hidden">
        {queues.map((queue) => (
          <li key={queue.name} className="px-4 py-3 text-sm">
            <QueueName queue={queue} />
            <p className="mt-1 text-[0.8125rem] text-ink-soft">{[walltimeWords(queue), nodeWords(queue), onNode(queue)].filter((words) => words !== "–").join(" · ")}</p>
            {queue.features.length > 0 && <p className="text-[0.8125rem] text-ink-faint wrap-anywhere">{queue.features.join(", ")}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}

function QueueName({ queue: { name, isDefault, isOpen, note, accounts } }: { queue: Queue }) {
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium text-ink wrap-anywhere">{name}</span>
        {isDefault && <Badge tone="accent">Default</Badge>}
        {!isOpen && <Badge tone="warn">Closed</Badge>}
      </span>
      {note && <span className="mt-0.5 block text-[0.8125rem] text-ink-faint">{note}</span>}
      {accounts && <span className="mt-0.5 block text-[0.8125rem] text-ink-faint wrap-anywhere">For {accounts.join(", ")}</span>}
    </>
  );
}

function OtherOffers({ offers: { accounts, defaultAccount, qos, reservations, maxArraySize, hasAccounting } }: { offers: QueueOffers }) {
  const qosWords = qos.map(({ name, maxWalltimeSeconds }) => (maxWalltimeSeconds === null ? name : `${name} (${formatWalltime(maxWalltimeSeconds)})`));
  return (
    <dl className="grid gap-x-6 gap-y-3 border-t border-line px-4 py-4 text-sm sm:grid-cols-2 sm:px-5">
      {accounts.length > 0 && <Fact term="Accounts">{accounts.map((name) => (name === defaultAccount ? `${name} (default)` : name)).join(", ")}</Fact>}
      {qosWords.length > 0 && <Fact term="QOS">{qosWords.join(", ")}</Fact>}
      {reservations.length > 0 && <Fact term="Reservations">{reservations.join(", ")}</Fact>}
      {maxArraySize !== null && <Fact term="Tasks of one job">{maxArraySize.toLocaleString("en")} at most</Fact>}
      <Fact term="Accounting">{hasAccounting ? "Read: how ended jobs ended, and what they used" : "None that can be read"}</Fact>
    </dl>
  );
}

function walltimeWords({ maxWalltimeSeconds, defaultWalltimeSeconds }: Queue): string {
  const most = maxWalltimeSeconds === null ? null : `${formatWalltime(maxWalltimeSeconds)} at most`;
  const usual = defaultWalltimeSeconds === null || defaultWalltimeSeconds >= (maxWalltimeSeconds ?? Infinity) ? null : `${formatWalltime(defaultWalltimeSeconds)} if none is asked`;
  return [most, usual].filter(Boolean).join(", ") || "–";
}

function nodeWords(queue: Queue): string {
  const most = mostNodes(queue);
  if (most === null) return "–";
  const all = queue.nodes !== null && queue.nodes !== most ? ` of ${queue.nodes}` : "";
  const least = queue.minNodes !== null && queue.minNodes > 1 ? `${queue.minNodes} to ` : "";
  return `${least}${most}${all} ${most === 1 && all === "" ? "node" : "nodes"}`;
}

function onNode(queue: Queue): string {
  const { coresPerNode, memoryPerNode, gpusPerNode } = queue;
  return (
    [
      coresPerNode !== null && `${coresPerNode} ${coresPerNode === 1 ? "core" : "cores"}`,
      memoryPerNode !== null && memoryShort(memoryPerNode),
      gpusPerNode !== null && gpusPerNode > 0 && gpuWords(queue),
    ]
      .filter(Boolean)
      .join(", ") || "–"
  );
}
