import type { ConnectionReport, ConnectionStepResult, Host } from "@/lib/domain/host";
import type { HostId, UserId } from "@/lib/domain/ids";
import { AppError } from "@/lib/domain/errors";
import { findHost } from "./find-host";
import type { HostServices } from "./host-services";

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
  report.steps.forEach(tell);
  writeDown(services, owner, host, report);
  return report;
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
