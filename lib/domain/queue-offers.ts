import type { SchedulerKind } from "./scheduler-kind";

/** A queue or partition, with its limits; null: no limit, or none told. */
export interface Queue {
  name: string;
  isDefault: boolean;
  /** False while it takes or starts no jobs; `note` says which. */
  isOpen: boolean;
  note: string | null;
  maxWalltimeSeconds: number | null;
  defaultWalltimeSeconds: number | null;
  minNodes: number | null;
  maxNodes: number | null;
  /** Nodes it has in all. */
  nodes: number | null;
  coresPerNode: number | null;
  /** Bytes, of the largest node. */
  memoryPerNode: number | null;
  /** Of the node with the most. */
  gpusPerNode: number | null;
  gpuTypes: readonly string[];
  features: readonly string[];
  /** Only these may use it; null: no list told. */
  accounts: readonly string[] | null;
  qos: readonly string[] | null;
}

export interface Qos {
  name: string;
  maxWalltimeSeconds: number | null;
}

/** What a host's scheduler offers this person. Lists are empty where the scheduler tells none. */
export interface QueueOffers {
  scheduler: SchedulerKind;
  version: string;
  /** ISO 8601. */
  checkedAt: string;
  queues: readonly Queue[];
  accounts: readonly string[];
  defaultAccount: string | null;
  qos: readonly Qos[];
  reservations: readonly string[];
  /** The largest array; null: none told. */
  maxArraySize: number | null;
  /** Whether finished jobs are kept in an accounting that this person may read. */
  hasAccounting: boolean;
}
