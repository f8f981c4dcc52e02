import type { QueueOffers } from "./queue-offers";
import type { HostId, UserId } from "./ids";

/** local: this computer, no SSH; for admins and single-user mode. */
export type HostKind = "ssh" | "local";

/** How Sqmpy signs in: a key it made itself, a key the owner gave, a password, or the ssh-agent of the server's account. */
export const signInMethods = ["made_key", "given_key", "password", "agent"] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** The secret for a host; sealed at rest, never sent to a browser. */
export type Credential =
  | { method: "made_key"; privateKey: string }
  | { method: "given_key"; privateKey: string; passphrase: string | null }
  | { method: "password"; password: string }
  | { method: "agent" };

/** What "test connection" found out; all but `checkedAt` may be unknown. */
export interface HostFacts {
  checkedAt: string;
  os: string | null;
  shell: string | null;
  home: string | null;
  python: string | null;
  pythonVersion: string | null;
  bash: string | null;
  /** Kind and version of a batch system found, e.g. `slurm 22.05.8`; plain hosts have none. */
  scheduler: string | null;
  /** `sftp`, or `shell` where noise from login scripts breaks SFTP and files go through plain commands. */
  fileTransfer: "sftp" | "shell";
  freeBytes: number | null;
  /** Output that login scripts print on every command, first 500 characters. */
  noise: string | null;
  /** Host clock minus ours, in milliseconds. */
  clockSkewMs: number | null;
}

/** A public host key as SSH sends it. */
export interface HostKey {
  /** e.g. `ssh-ed25519`. */
  algorithm: string;
  /** `SHA256:…`, base64 without padding, as OpenSSH prints it. */
  fingerprint: string;
  /** The key itself, base64. */
  key: string;
}

/** A machine reached as one user, with its pinned key. Holds no secret. */
export interface Host {
  id: HostId;
  ownerId: UserId;
  kind: HostKind;
  name: string;
  address: string;
  port: number;
  username: string;
  signIn: SignInMethod;
  /** The line for `authorized_keys`, where a key is used. */
  publicKey: string | null;
  hostKey: HostKey | null;
  /** A key seen that is not the pinned one: first contact, or a change. Waits for the owner's yes. */
  offeredHostKey: HostKey | null;
  facts: HostFacts | null;
  /** What its scheduler offers; null for plain hosts, and until it was asked. */
  offers: QueueOffers | null;
  lastContactAt: Date | null;
  lastError: string | null;
  lastErrorAt: Date | null;
  /** Set when the host refused the credential: not tried again until the owner acts. */
  parkedAt: Date | null;
  nextPollAt: Date | null;
  createdAt: Date;
}

/** Hosts at the same address share one breaker, whoever owns them. */
export function endpointOf(host: Pick<Host, "kind" | "address" | "port">): string {
  return host.kind === "local" ? "local" : `${host.address.toLowerCase()}:${host.port}`;
}

/** The steps of the connection itself, in order. */
export const transportSteps = ["name", "tcp", "host_key", "sign_in", "shell", "sftp", "disk"] as const;
/** The steps of "test connection", in order. */
export const connectionSteps = [...transportSteps, "scheduler"] as const;
export type ConnectionStep = (typeof connectionSteps)[number];

export const connectionStepLabels: Record<ConnectionStep, string> = {
  name: "Name look-up",
  tcp: "Network (TCP)",
  host_key: "Host key",
  sign_in: "Sign-in",
  shell: "Shell",
  sftp: "File transfer (SFTP)",
  disk: "Disk",
  scheduler: "Batch system",
};

export interface ConnectionStepResult {
  step: ConnectionStep;
  outcome: "ok" | "warning" | "failed" | "skipped";
  /** What was found, or what failed and what to do next. */
  detail: string;
  /** Milliseconds. */
  took: number;
}

export interface ConnectionReport {
  ok: boolean;
  steps: ConnectionStepResult[];
  facts: HostFacts | null;
  /** Present when the owner must look at a host key before anything else. */
  offeredHostKey: HostKey | null;
  pinnedHostKey: HostKey | null;
}
