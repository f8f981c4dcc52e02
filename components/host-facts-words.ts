import type { HostFacts } from "@/lib/domain/host";
import { formatBytes } from "@/lib/format/bytes";
import { formatDuration } from "@/lib/format/duration";

export interface Fact {
  label: string;
  value: string;
}

/** The few facts for a host's card; what is unknown is left out. */
export function shortFacts({ os, pythonVersion, scheduler, freeBytes }: HostFacts): Fact[] {
  return known([
    ["System", os],
    ["Python", pythonVersion],
    ["Scheduler", scheduler ?? "none (plain host)"],
    ["Free disk", freeBytes === null ? null : formatBytes(freeBytes)],
  ]);
}

/** All facts, for the host's own page. */
export function allFacts(facts: HostFacts): Fact[] {
  return known([
    ["System", facts.os],
    ["Scheduler", facts.scheduler ?? "none: jobs start at once, as plain processes"],
    ["Python", facts.python && [facts.pythonVersion, facts.python].filter(Boolean).join(" · ")],
    ["Login shell", facts.shell],
    ["bash", facts.bash],
    ["Home", facts.home],
    ["Free disk", facts.freeBytes === null ? null : formatBytes(facts.freeBytes)],
    ["Files go by", facts.fileTransfer === "sftp" ? "SFTP" : "plain shell commands, because SFTP does not work here"],
    ["Clock", clockWords(facts.clockSkewMs)],
  ]);
}

/** Null where it is not known. */
export function clockWords(skewMs: number | null): string | null {
  if (skewMs === null) return null;
  if (Math.abs(skewMs) < 2_000) return "in step with ours";
  return `${formatDuration(Math.abs(skewMs))} ${skewMs > 0 ? "fast" : "slow"}`;
}

function known(facts: [string, string | null][]): Fact[] {
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}
