import { formFieldOf, problemsWithOffers, unheardWords } from "@/lib/domain/check-offers";
import type { JobSpec } from "@/lib/domain/job-spec";
import type { Queue, QueueOffers } from "@/lib/domain/queue-offers";
import { emptyResourcesSpec, resourcesOf, resourcesSpecSchema, type ResourcesSpec } from "@/lib/domain/resources-spec";
import { parseWalltime } from "@/lib/domain/walltime";
import type { BatchScheduler } from "@/lib/schedulers/batch-scheduler";
import { requestOf, type EffectiveRequest } from "@/lib/schedulers/effective-request";
import { unheardResources } from "@/lib/schedulers/unheard-resources";

export interface BatchCheck {
  request: EffectiveRequest;
  /** The queue that the job would go to, where the host told. */
  queue: Queue | null;
  /** What the host would refuse: sentences by the form's field, `resources.nodes`. */
  problems: Readonly<Record<string, string>>;
}

type Asked = Pick<JobSpec, "script" | "batchScript" | "walltime" | "resources" | "tasks">;

/** Form and script together against what the host offers, as one types: what cannot be read yet counts as empty. */
export function checkBatch(language: Pick<BatchScheduler, "kind" | "marks" | "readDirective" | "directives">, offers: QueueOffers | null, asked: Asked, taskCount: number): BatchCheck {
  const seconds = asked.walltime.trim() === "" ? null : parseWalltime(asked.walltime);
  const request = requestOf(language, { ...asked, resources: resourcesOf(readable(asked.resources)), walltimeSeconds: seconds });
  const found = offers ? problemsWithOffers(offers, request.resources, request.walltimeSeconds, taskCount) : [];
  const problems: Record<string, string> = {};
  if (asked.batchScript === null) for (const field of unheardResources(language, request)) problems[`resources.${field}`] = unheardWords(language.kind);
  for (const { field, message } of found) problems[formFieldOf(field, asked)] ??= message;
  return { request, queue: queueOf(offers, request.resources.queue), problems };
}

function queueOf(offers: QueueOffers | null, name: string | null): Queue | null {
  return offers?.queues.find((queue) => (name === null ? queue.isDefault : queue.name === name)) ?? null;
}

function readable(spec: ResourcesSpec): ResourcesSpec {
  const result = resourcesSpecSchema.safeParse(spec);
  if (result.success) return result.data;
  const unread = new Set(result.error.issues.map(({ path }) => path[0]));
  return Object.fromEntries(Object.entries(spec).map(([name, value]) => [name, unread.has(name) ? emptyResourcesSpec[name as keyof ResourcesSpec] : value])) as ResourcesSpec;
}
