import type { ConnectionReport, ConnectionStepResult, Host } from "@/lib/domain/host";
import type { HostId, UserId } from "@/lib/domain/ids";
import { AppError, messageOf } from "@/lib/domain/errors";
import { schedulerNames } from "@/lib/domain/scheduler-kind";
import { findHost } from "./find-host";
import type { HostServices } from "./host-services";
import { refreshOffers } from "./refresh-offers";

type Needs = Pick<HostServices, "hosts" | "connections" | "notes" | "now">;

/** Tests the connection, tells each step as it is over, and writes down what was found. */
export async function testHost(
  services: Needs,
  owner: UserId,
  id: HostId,
  onStep: (result: ConnectionStepResult) => void,
): Promise<ConnectionReport> {
  const host = findHost(services, owner, id);
  const credential = services.hosts.credential(owner, id);
  if (!credential) throw new AppError("not_found", "This host has no credential any more. Edit it and give one.");

  const told = new Set<string>();
  const tell = (result: ConnectionStepResult) => {
    if (told.has(result.step)) return;
    told.add(result.step);
    onStep(result);
  };
  const report = await services.connections.test(host, credential, tell);
  writeDown(services, owner, host, report);
  report.steps.push(await testScheduler(services, owner, id, report.ok));
  report.steps.forEach(tell);
  return report;
}

/** The last step: what the host's batch system offers. A plain host has none, and that is well. */
async function testScheduler(services: Needs, owner: UserId, id: HostId, isReached: boolean): Promise<ConnectionStepResult> {
  const began = performance.now();
  const step = (outcome: ConnectionStepResult["outcome"], detail: string) => ({ step: "scheduler" as const, outcome, detail, took: Math.round(performance.now() - began) });
  if (!isReached) return step("skipped", "Not tried, since an earlier step failed.");
  try {
    const offers = await refreshOffers(services, owner, id);
    if (offers === null) return step("ok", "None: jobs run on the host itself.");
    const queues = offers.queues.filter(({ isOpen }) => isOpen).map(({ name }) => name);
    const words = `${schedulerNames[offers.scheduler]} ${offers.version}, with ${queues.length === 1 ? "the queue" : "the queues"} ${queues.slice(0, 6).join(", ") || "(none open)"}.`;
    return step(queues.length > 0 ? "ok" : "warning", offers.hasAccounting ? words : `${words} It keeps no accounting that you may read: jobs that the queue forgets are known by their exit files alone.`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return step("warning", `Its batch system did not tell what it offers: ${messageOf(error)}`);
  }
}

function writeDown({ hosts, notes, connections, now }: Needs, owner: UserId, host: Host, report: ConnectionReport): void {
  if (!hosts.find(owner, host.id)) return;
  const failed = report.steps.find(({ outcome }) => outcome === "failed");
  const passed = (step: string) => report.steps.some((result) => result.step === step && (result.outcome === "ok" || result.outcome === "warning"));
  const signedIn = host.kind === "local" ? report.ok : passed("sign_in");

  if (report.offeredHostKey) hosts.offerHostKey(owner, host.id, report.offeredHostKey);
  else if (passed("host_key")) hosts.offerHostKey(owner, host.id, null);

  if (signedIn) {
    if (host.parkedAt) {
      hosts.unpark(owner, host.id);
      connections.drop(host.id);
    }
    const at = now();
    notes.noteContact(host.id, at);
    if (failed) notes.noteError(host.id, failed.detail, at);
  } else if (failed?.step === "sign_in") {
    notes.park(host.id, failed.detail, now());
  } else if (failed && !report.offeredHostKey) {
    notes.noteError(host.id, failed.detail, now());
  }
  if (report.facts) hosts.setFacts(owner, host.id, report.facts);
}
