import type { TestProject } from "vitest/node";
import { CarriedServer, type CarriedServerFacts } from "./ssh2-server";
import { Sshd, type SshdFacts, whyNoSshd } from "./sshd";

export interface ContractHosts {
  /** null where sshd cannot be started here. */
  sshd: SshdFacts | null;
  /** A small file system that any user of `sshd` may fill; null where only root could mount it. */
  smallDisk: string | null;
  carried: CarriedServerFacts;
  skipped: string[];
}

declare module "vitest" {
  interface ProvidedContext {
    hosts: ContractHosts;
  }
}

export const smallDiskBytes = 4 * 1024 * 1024;

/** Starts the hosts that the contract suites run against, and says by name what cannot be had on this machine. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const skipped: string[] = [];
  const reason = whyNoSshd();
  const sshd = reason === null ? await Sshd.start() : null;
  if (reason !== null) skipped.push(`real sshd: ${reason}`);
  skipped.push(...(sshd?.facts.skipped ?? []));
  const smallDisk = sshd?.smallDisk(smallDiskBytes) ?? null;
  if (sshd && smallDisk === null) skipped.push("full disk: only root can mount a small one");
  const carried = await CarriedServer.start();
  for (const what of skipped) console.warn(`skipped: ${what}`);
  project.provide("hosts", { sshd: sshd?.facts ?? null, smallDisk, carried: carried.facts, skipped });
  return async () => {
    await carried.stop();
    await sshd?.stop();
  };
}
