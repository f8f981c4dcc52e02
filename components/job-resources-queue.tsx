"use client";

import type { Queue } from "@/lib/domain/queue-offers";
import { ResourceField } from "./job-resources-field";
import { queueLimits } from "./queue-words";
import type { BatchForm } from "./use-batch-check";

/** Queue or partition, with the limits of each beside its name. */
export function QueueField({ batch }: { batch: BatchForm }) {
  const queues = batch.batch.offers?.queues ?? [];
  const { queue } = batch.check;
  const usual = queues.find(({ isDefault }) => isDefault);

  return (
    <ResourceField
      name="queue"
      label="Queue"
      batch={batch}
      choices={queues.map((each) => ({ value: each.name, label: optionWords(each) }))}
      usual={usual ? `As the host gives: ${usual.name}` : undefined}
      hint={queue ? <QueueHint queue={queue} /> : queues.length === 0 ? "Empty: the host's usual queue." : undefined}
    />
  );
}

function optionWords(queue: Queue): string {
  const limits = queueLimits(queue);
  return `${queue.name}${limits ? `: ${limits}` : ""}${queue.isOpen ? "" : " (closed)"}`;
}

function QueueHint({ queue }: { queue: Queue }) {
  const limits = queueLimits(queue);
  return (
    <span className="wrap-anywhere">
      {queue.name}
      {limits && `: ${limits}`}
      {queue.minNodes !== null && queue.minNodes > 1 && `, ${queue.minNodes} nodes at least`}
      {queue.isOpen && queue.note && `. ${queue.note}`}.
    </span>
  );
}
