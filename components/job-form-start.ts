import type { JobSpec } from "@/lib/domain/job-spec";
import type { JobState } from "@/lib/domain/job-state";
import type { QueueOffers } from "@/lib/domain/queue-offers";
import type { BatchKind, SchedulerKind } from "@/lib/domain/scheduler-kind";

/** A host as the form offers it. */
export interface HostOption {
  id: string;
  name: string;
  /** `anna@login.uni.example`, or `this computer`. */
  where: string;
  tone: "good" | "warn" | "bad" | "neutral";
  /** `Ready`, `Not tested yet` … */
  words: string;
  /** More about a host that needs its owner. */
  problem: string | null;
  home: string | null;
  /** What the host has, where it was tested: paths, or null for absent ones. */
  programs: { python3: string | null; bash: string | null } | null;
  /** Its batch system; null on a plain host. */
  batch: HostBatch | null;
}

export interface HostBatch {
  kind: BatchKind;
  /** `22.05.8`; empty where unknown. */
  version: string;
  /** null: not asked yet. */
  offers: QueueOffers | null;
}

/** What starts a job there if nobody chooses: a batch system that answered; one that is only installed may not be in use. */
export function usualScheduler(host: Pick<HostOption, "batch"> | undefined): SchedulerKind {
  return host?.batch?.offers ? host.batch.kind : "shell";
}

/** An own job that another can wait for. */
export interface JobOption {
  id: string;
  name: string;
  hostName: string;
  state: JobState;
  /** ISO 8601. */
  submittedAt: string;
}

/** An input of an earlier job that goes along. */
export interface KeptFile {
  fileId: string;
  path: string;
  /** Bytes. */
  size: number;
}

/** What the form opens with. */
export interface JobFormStart {
  values: JobSpec;
  /** The host was chosen by the link here: it goes before a draft's. */
  hostAsked: boolean;
  keptFiles: readonly KeptFile[];
  /** The job that is edited and submitted again. */
  from: { id: string; name: string } | null;
}

/** A version 4 UUID; `crypto.randomUUID` is missing on pages that are not on https or localhost. */
export function newSubmissionKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
