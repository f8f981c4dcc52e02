import { memoryWords } from "./memory";
import type { Resources } from "./resources";
import { emptyResourcesSpec, type ResourcesSpec } from "./resources-spec";

/** The form's words for what a job asked, for “edit and resubmit”; read again they are the same. */
export function resourcesSpecOf(resources: Resources | null): ResourcesSpec {
  if (resources === null) return emptyResourcesSpec;
  const amount = (value: number | null) => (value === null ? "" : String(value));
  return {
    nodes: amount(resources.nodes),
    processes: amount(resources.processes),
    processesPerNode: amount(resources.processesPerNode),
    coresPerProcess: amount(resources.coresPerProcess),
    gpusPerProcess: amount(resources.gpusPerProcess),
    memoryPerNode: resources.memoryPerNode === null ? "" : memoryWords(resources.memoryPerNode),
    queue: resources.queue ?? "",
    account: resources.account ?? "",
    qos: resources.qos ?? "",
    reservation: resources.reservation ?? "",
    constraint: resources.constraint ?? "",
    exclusive: resources.exclusive,
    directives: resources.directives.join("\n"),
    modules: resources.modules.join(" "),
    before: resources.before,
    after: resources.after,
    launcher: resources.launcher,
  };
}
