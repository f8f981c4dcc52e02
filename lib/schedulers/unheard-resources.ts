import { noResources, type Resources } from "../domain/resources";
import type { BatchRequest, BatchScheduler } from "./batch-scheduler";

// Not the queue: it is chosen among those that the host names, and the only one needs no directive.
const asked = ["nodes", "processes", "processesPerNode", "coresPerProcess", "gpusPerProcess", "memoryPerNode", "account", "qos", "reservation", "constraint", "exclusive"] as const;
export type AskedField = (typeof asked)[number];

/** What a batch system cannot be asked for: fields that change nothing in its directives. One of anything is what a job gets anyway. */
export function unheardResources(language: Pick<BatchScheduler, "directives">, request: BatchRequest): AskedField[] {
  const whole = language.directives(request).join("\n");
  const without = (field: AskedField): Resources => ({ ...request.resources, [field]: noResources[field] });
  return asked.filter((field) => {
    const value = request.resources[field];
    if (value === null || value === false || value === 0 || value === 1) return false;
    return language.directives({ ...request, resources: without(field) }).join("\n") === whole;
  });
}
